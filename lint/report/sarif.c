#include "lint/report/sarif.h"

#include "lint/base/text.h"

json_t *sarif_message(struct str text)
{
	struct buf buf = { 0 };
	json_t *message = json_object();

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '(' && i > 0 && text.ptr[i - 1] == ']') {
			buf_add(&buf, STR("\\x28"));
			continue;
		}
		buf_add_char(&buf, c);
		if (c == '{' || c == '}')
			buf_add_char(&buf, c);
	}
	json_set(message, "text", json_stringn(buf_str(&buf).ptr, buf.len));
	buf_finish(&buf);
	return message;
}

json_t *sarif_message_of(const char *text)
{
	struct buf buf = { 0 };
	json_t *message;

	text_escape(&buf, str_c(text));
	message = sarif_message(buf_str(&buf));
	buf_finish(&buf);
	return message;
}

json_t *sarif_sentence(const struct finding *finding)
{
	struct buf buf = { 0 };
	json_t *message;

	report_sentence(&buf, finding);
	message = sarif_message(buf_str(&buf));
	buf_finish(&buf);
	return message;
}

json_t *sarif_artifact(const char *path)
{
	static const char plain[] = "-._~/";
	struct buf buf = { 0 };
	json_t *artifact = json_object();

	if (path[0] == '/')
		buf_add(&buf, STR("file://"));
	for (const char *p = path; *p != '\0'; p++)
		if (ascii_is_alnum(*p) || strchr(plain, *p) != NULL)
			buf_add_char(&buf, *p);
		else
			buf_printf(&buf, "%%%02X", (unsigned)(unsigned char)*p);
	json_set(artifact, "uri", json_stringn(buf_str(&buf).ptr, buf.len));
	if (path[0] != '/')
		json_set(artifact, "uriBaseId", json_string(SARIF_BASE));
	buf_finish(&buf);
	return artifact;
}

json_t *sarif_region(struct span span, const struct extent *extent)
{
	json_t *region = json_object();

	if (extent->start.line != 0) {
		json_set_number(region, "startLine", extent->start.line);
		json_set_number(region, "startColumn", extent->start.column);
		json_set_number(region, "endLine", extent->end.line);
		json_set_number(region, "endColumn", extent->end.column);
	}
	json_set_number(region, "byteOffset", span.offset);
	json_set_number(region, "byteLength", span.length);
	return region;
}

json_t *sarif_physical(const struct report *report, struct span span, const struct extent *extent)
{
	json_t *physical;

	if (span.file == SPAN_NO_FILE)
		return NULL;
	physical = json_object();
	json_set(physical, "artifactLocation",
		sarif_artifact(report_machine_name(report, span.file)));
	json_set(physical, "region", sarif_region(span, extent));
	return physical;
}
