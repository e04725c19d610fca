/* What stands between owner and data: a zone says the same few things there again and again, byte
 * for byte, so that most are known from the first time. */
#include "lint/zone/fast.h"

#include "lint/base/memory.h"

static bool read_ttl(struct fast_head *head, const char *text, size_t len)
{
	uint32_t ttl = 0;

	if (head->has_ttl || len > 9)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (!ascii_is_digit(text[i]))
			return false;
		ttl = ttl * 10 + (uint32_t)(text[i] - '0');
	}
	head->has_ttl = true;
	head->ttl = ttl;
	return true;
}

static bool read_class(struct fast_head *head)
{
	if (head->has_class)
		return false;
	head->has_class = true;
	return true;
}

static bool is_class(const char *text, size_t len)
{
	return len == 2 && ascii_lower(text[0]) == 'i' && ascii_lower(text[1]) == 'n';
}

/* Reads a head at AT; what stands behind it, or NULL. */
static const char *read_head(struct fast_head *head, const char *at)
{
	*head = (struct fast_head){ .type = NULL };
	while (head->type == NULL) {
		const char *text = fast_skip_blanks(at);
		struct simd_name word = simd_name(text);
		size_t len = word.others == 0 ? 0 : (size_t)__builtin_ctzll(word.others);

		at = text + len;
		if (len == 0 || !ascii_is_blank(*at))
			return NULL;
		if (ascii_is_digit(*text)) {
			if (!read_ttl(head, text, len))
				return NULL;
		} else if (is_class(text, len)) {
			if (!read_class(head))
				return NULL;
		} else {
			head->type = fast_type_find(text, len);
			if (head->type == NULL)
				return NULL;
		}
	}
	return fast_skip_blanks(at);
}

/* The head at AT if it is known, or any other. */
static struct fast_head *find_head(struct fast_heads *heads, const char *at)
{
	struct fast_head *guess = &heads->list[heads->last->next[1]];
	size_t i = 0;

	if (fast_head_is(guess, at))
		return guess;
	while (i + 1 < FAST_HEADS && !fast_head_is(&heads->list[i], at))
		i++;
	return &heads->list[i];
}

void fast_heads_start(struct reader *reader)
{
	if (reader->heads != NULL)
		return;
	reader->heads = memory_alloc(1, sizeof *reader->heads);
	reader->heads->last = reader->heads->list;
}

const char *fast_head_new(struct fast *fast, const char *at)
{
	struct fast_heads *heads = fast->reader->heads;
	struct fast_head *head = find_head(heads, at), read;
	const char *behind;

	if (!fast_head_is(head, at)) {
		behind = read_head(&read, at);
		fast->head = &heads->other;
		if (behind == NULL || behind - at > FAST_HEAD_MAX) {
			heads->other = read;
			return behind;
		}
		read.len = (unsigned char)(behind - at);
		memcpy(read.text, at, read.len);
		head = &heads->list[heads->count++ % FAST_HEADS];
		*head = read;
	}
	heads->last->next[1] = heads->last->next[0];
	heads->last->next[0] = (unsigned char)(head - heads->list);
	heads->last = head;
	fast->head = head;
	return at + head->len;
}
