# The sources of manuals as plain text in a table of C: what lint/diag/manual.awk and cmd/help.awk share.
BEGIN { WIDTH = 80 }

# A paragraph without what scdoc takes for markup: '_' within a word is itself.
function plain(text,   out, i, c)
{
	out = ""
	gsub(/\+\+\n/, "\n", text)
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		if (c == "\\")
			out = out substr(text, ++i, 1)
		else if (c != "*" && (c != "_" || substr(text, i - 1, 3) ~ /^[A-Za-z0-9]_[A-Za-z0-9]$/))
			out = out c
	}
	return out
}

function row(key, line)
{
	sub(/[ \t]+$/, "", line)
	gsub(/\\/, "&&", line)
	gsub(/"/, "\\\"", line)
	gsub(/\t/, "\\t", line)
	gsub(/\?\?/, "?\\?", line)
	printf "ROW(\"%s\", \"%s\")\n", key, line
}

# Rows of a paragraph in lines that fit, each behind INDENT.
function rows(key, text, indent,   words, count, line, i)
{
	count = split(plain(text), words, /[ \n]+/)
	line = indent words[1]
	for (i = 2; i <= count; i++)
		if (length(line) + 1 + length(words[i]) <= WIDTH)
			line = line " " words[i]
		else {
			row(key, line)
			line = indent words[i]
		}
	row(key, line)
}
