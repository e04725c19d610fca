# Makes rules.html, one page with an anchor for each rule, of lint/diag/rules.def and
# man/mtasts-rules.7.scd. Of scdoc it knows what that manual uses: headings, paragraphs, literal
# blocks, *bold*, _underlined_ and backslashes.
function escaped(text)
{
	gsub(/&/, "\\&amp;", text)
	gsub(/</, "\\&lt;", text)
	gsub(/>/, "\\&gt;", text)
	return text
}

function underlined(text)
{
	return text in summary ? "<a href=\"#" text "\">" text "</a>" : "<i>" escaped(text) "</i>"
}

# A paragraph, read as scdoc does: '_' within a word is itself.
function inline(text,   out, run, i, c, kind, within)
{
	out = run = kind = ""
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		if (c == "\\") {
			run = run substr(text, ++i, 1)
			continue
		}
		within = substr(text, i - 1, 3) ~ /^[A-Za-z0-9]_[A-Za-z0-9]$/
		if ((c == "*" || (c == "_" && !within)) && (kind == "" || kind == c)) {
			out = out (kind == "" ? escaped(run) : c == "*" ? "<code>" escaped(run) "</code>" : underlined(run))
			kind = kind == "" ? c : ""
			run = ""
		} else
			run = run c
	}
	return out escaped(run)
}

function end_paragraph()
{
	if (paragraph ~ /^(Bad|Good):$/)
		print "<p class=\"" tolower(substr(paragraph, 1, length(paragraph) - 1)) "\">" paragraph "</p>"
	else if (paragraph != "")
		print "<p>" inline(paragraph) "</p>"
	paragraph = ""
}

function end_rule()
{
	end_paragraph()
	if (slug != "")
		print "</section>"
	slug = ""
}

# A row of rules.def, all on one line: the id, the slug, three levels, mode, effect, fix, strings.
function take_row(row,   parts, strings, text)
{
	split(row, parts, /, */)
	split(row, strings, /"/)
	text = row
	sub(/^[^"]*"[^"]*"[^"]*"/, "", text) # up to the summary
	match(text, /^([^"\\]|\\.)*/)
	summary[strings[2]] = substr(text, 1, RLENGTH)
	gsub(/\\"/, "\"", summary[strings[2]])
	fix[strings[2]] = fixes[parts[8]]
	slugs[++count] = strings[2]
}

function index_of_rules(   i)
{
	print "<nav>\n<ul>"
	for (i = 1; i <= count; i++)
		print "<li><a href=\"#" slugs[i] "\">" slugs[i] "</a></li>"
	print "</ul>\n</nav>"
}

function start()
{
	print "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>"
	print "<meta charset=\"utf-8\" />\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />"
	print "<title>The rules of mtasts</title>\n<style>"
	print ":root { color-scheme: light dark; }"
	print "body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem; overflow-wrap: break-word; }"
	print "code, pre, h3 { font-family: ui-monospace, monospace; }"
	print "code { font-size: .9em; }"
	print "pre { overflow-x: auto; padding: .75rem; border-left: .25rem solid; border-color: #888; background: #8881; font-size: .85rem; line-height: 1.35; tab-size: 8; }"
	print ".bad, .good { font-weight: bold; margin-bottom: 0; }"
	print ".bad + pre { border-color: #c33; }\n.good + pre { border-color: #393; }"
	print "h1, h2, h3 { line-height: 1.25; }\nh2 { margin-top: 3rem; }\nh3 { margin: 2.5rem 0 .25rem; font-size: 1.1rem; }"
	print "h3 a { color: inherit; text-decoration: none; }\n.about { margin-top: 0; opacity: .8; }"
	print ":target { scroll-margin-top: 1rem; }\n:target h3 { text-decoration: underline; }"
	print "nav ul { columns: 16rem; padding-left: 1.25rem; }\nnav li { break-inside: avoid; }"
	print "</style>\n</head>\n<body>\n<h1>The rules of mtasts</h1>"
}

BEGIN {
	fixes["FIX_SAFE"] = " Mended by --fix."
	fixes["FIX_UNSAFE"] = " Mended by --fix --unsafe-fixes."
}

FILENAME ~ /\.def$/ {
	if (/^RULE\(/)
		row = ""
	row = row $0
	if (/"\)$/ && row ~ /^RULE\(/)
		take_row(row)
	next
}

FNR == 1 { start() }
/^```/ {
	end_paragraph()
	code = !code
	print code ? "<pre tabindex=\"0\">" : "</pre>"
	next
}
code { print escaped($0); next }
/^# / {
	end_rule()
	if ($2 == "ZONE")
		index_of_rules()
	shown = $2 != "NAME" && $0 != "# SEE ALSO"
	if (shown)
		print "<h2>" escaped(substr($0, 3)) "</h2>"
	next
}
!shown { next }
/^## / {
	end_rule()
	slug = $2
	print "<section id=\"" slug "\">\n<h3><a href=\"#" slug "\">" slug "</a></h3>"
	print "<p class=\"about\">" escaped(toupper(substr(summary[slug], 1, 1)) substr(summary[slug], 2)) "." fix[slug] "</p>"
	next
}
/^$/ { end_paragraph(); next }
{ paragraph = paragraph (paragraph == "" ? "" : "\n") $0 }
END {
	end_rule()
	print "</body>\n</html>"
}
