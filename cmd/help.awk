# Turns the manuals into rows of a C table: ROW("command", "line as plain text"). A command has a page in
# section 1, or its part of mtasts(1), behind which a page in section 5 comes. The functions are those of
# man/text.awk.
function end_paragraph(   depth)
{
	if (paragraph != "" && command != "") {
		depth = main ? 0 : match(paragraph, /[^\t]/)
		gsub(/\t/, "", paragraph)
		rows(command, paragraph, substr("                ", 1, 4 * depth))
	}
	paragraph = ""
}

function heading(text, indent)
{
	end_paragraph()
	shown = text != "NAME" && text != "SYNOPSIS"
	if (shown && command != "")
		row(command, indent text)
}

function head_of(line,   name)
{
	name = line
	sub(/^\*/, "", name)
	sub(/\*.*/, "", name)
	return name
}

FNR == 1 {
	end_paragraph()
	shown = 0
	split($1, title, /[()]/)
	main = title[1] == "mtasts"
	command = main ? "" : substr(title[1], 8)
	own[command] = own[command] || title[2] == 1
	next
}
/^\t*```/ { end_paragraph(); code = !code; next }
!code && /^# / { if (main) command = ""; heading(substr($0, 3), ""); commands = $2 == "COMMANDS"; next }
!code && /^## / { heading(substr($0, 4), "  "); next }
main && commands && !code && /^\*/ {
	end_paragraph()
	command = head_of($0)
	if (command in own)
		command = ""
	next
}
!shown || command == "" { next }
code { row(command, (main ? "    " : "        ") $0); next }
/^\t*$/ { end_paragraph(); row(command, ""); next }
{
	match($0, /^\t*/)
	if (RLENGTH != depth)
		end_paragraph()
	depth = RLENGTH
	paragraph = paragraph (paragraph == "" ? "" : "\n") $0
}
END { end_paragraph() }
