#include "lint/report/json.h"

#include "lint/base/text.h"

#include <stdlib.h>

json_t *json_text(const char *text)
{
	struct buf buf = { 0 };
	json_t *result;

	if (text == NULL)
		return NULL;
	text_escape(&buf, str_c(text));
	result = json_stringn(buf_str(&buf).ptr, buf.len);
	buf_finish(&buf);
	return result;
}

json_t *json_sentence(const struct finding *finding)
{
	struct buf buf = { 0 };
	json_t *result;

	report_sentence(&buf, finding);
	result = json_stringn(buf_str(&buf).ptr, buf.len);
	buf_finish(&buf);
	return result;
}

void json_set(json_t *object, const char *key, json_t *value)
{
	if (value != NULL)
		json_object_set_new(object, key, value);
}

void json_set_number(json_t *object, const char *key, uint64_t value)
{
	json_set(object, key, json_integer((json_int_t)value));
}

void json_put(FILE *out, json_t *value)
{
	char *text = json_dumps(value, JSON_COMPACT);

	fputs(text == NULL ? "{}" : text, out);
	free(text);
	json_decref(value);
}

void json_put_element(FILE *out, size_t i, json_t *value)
{
	fputs(i == 0 ? "\n" : ",\n", out);
	json_put(out, value);
}
