# Turns the sections of man/mtasts-rules.7.scd into rows of a C table: ROW("slug", "line as plain text")
function plain(line,   out, i, c, before, after)
{
	out = ""
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (c == "\\") {
			out = out substr(line, ++i, 1)
			continue
		}
		before = i == 1 ? " " : substr(line, i - 1, 1)
		after = i == length(line) ? " " : substr(line, i + 1, 1)
		if (c == "*" || (c == "_" && (before !~ /[A-Za-z0-9]/ || after !~ /[A-Za-z0-9]/)))
			continue
		out = out c
	}
	return out
}

function quoted(line)
{
	gsub(/\\/, "&&", line)
	gsub(/"/, "\\\"", line)
	gsub(/\t/, "\\t", line)
	gsub(/\?\?/, "?\\?", line)
	return line
}

/^```/ { code = !code; next }
!code && /^# / { slug = ""; next }
!code && /^## / { slug = $2; next }
slug == "" { next }
{ printf "ROW(\"%s\", \"%s\")\n", slug, quoted(code ? "    " $0 : plain($0)) }
