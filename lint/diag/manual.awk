# Turns the sections of man/mtasts-rules.7.scd into rows of a C table: ROW("slug", "line as plain text");
# the functions are those of man/text.awk.
function end_paragraph()
{
	if (paragraph != "")
		rows(slug, paragraph, "")
	paragraph = ""
}

/^```/ { end_paragraph(); code = !code; next }
code { if (slug != "") row(slug, "    " $0); next }
/^#/ { end_paragraph(); slug = $1 == "##" ? $2 : ""; next }
slug == "" { next }
/^$/ { end_paragraph(); row(slug, ""); next }
{ paragraph = paragraph (paragraph == "" ? "" : "\n") $0 }
END { end_paragraph() }
