# What a manual shows literally is written as it is shown; scdoc wants two backslashes for one.
/^\t*```/ { literal = !literal }
literal { gsub(/\\/, "&&") }
{ print }
