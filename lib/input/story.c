#include "input/story.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "spreadsheet/html_scan.h"

enum { LONGEST_NUMBER = 12 }; /* of who spoke: 坐席1001： */

static bool has(struct span text, const char *word)
{
	return memmem(text.text, text.n, word, strlen(word)) != NULL;
}

static bool starts(struct span text, size_t at, const char *word)
{
	size_t n = strlen(word);

	return at + n <= text.n && !strncasecmp(text.text + at, word, n);
}

static bool ends(struct span text, size_t at, const char *word)
{
	size_t n = strlen(word);

	return at >= n && (text.text[at - 1] | 0x20) == (word[n - 1] | 0x20) &&
	       starts(text, at - n, word);
}

/* --- HTML --- */

/* Words in angle brackets are tags only when they are names of such. */
static bool is_tag(const struct html_token *token)
{
	static const char *const TAGS[] = {"a", "b", "blockquote", "body", "br", "center", "div",
		"em", "font", "h1", "h2", "h3", "h4", "head", "html", "i", "img", "li", "ol", "p",
		"pre", "small", "span", "strong", "style", "table", "tbody", "td", "th", "tr", "u",
		"ul"};

	for (size_t i = 0; i < sizeof TAGS / sizeof *TAGS; i++)
		if (html_is(token, TAGS[i]))
			return true;
	return false;
}

static bool has_tags(struct span text)
{
	struct html_scan scan = {text.text, text.text + text.n, false};
	struct html_token token;
	bool is_found = false;

	while (html_next(&scan, &token))
		if (token.kind != HTML_TEXT) {
			if (!is_tag(&token))
				return false;
			is_found = true;
		}
	return is_found && !scan.is_cut;
}

static void add_break(struct buf *out)
{
	if (out->len && out->data[out->len - 1] != '\n')
		buf_add_char(out, '\n');
}

static void add_without_tags(struct buf *out, struct span text)
{
	static const char *const BREAKS[] = {"br", "p", "div", "li", "tr"};
	struct html_scan scan = {text.text, text.text + text.n, false};
	struct html_token token;

	while (html_next(&scan, &token)) {
		if (token.kind == HTML_TEXT)
			buf_add(out, token.text, token.n);
		for (size_t i = 0; i < sizeof BREAKS / sizeof *BREAKS; i++)
			if (token.kind != HTML_TEXT && html_is(&token, BREAKS[i]))
				add_break(out);
	}
}

static struct span keep(const struct buf *out, struct arena *arena)
{
	size_t n = out->len;
	const char *text = text_trim(buf_text(out), &n);

	return (struct span){arena_text(arena, text, n), (uint32_t)n};
}

static struct span without_html(struct span text, struct arena *arena)
{
	struct buf plain = {0}, out = {0};
	struct span result = text;

	if (memchr(text.text, '<', text.n) && has_tags(text))
		add_without_tags(&plain, text);
	else if (memchr(text.text, '&', text.n))
		buf_add(&plain, text.text, text.n);
	if (plain.len) {
		html_unescape(plain.data, plain.len, &out);
		if (out.len != text.n || memcmp(out.data, text.text, text.n) != 0)
			result = keep(&out, arena);
	}
	buf_release(&plain);
	buf_release(&out);
	return result.n ? result : text;
}

/* --- who speaks --- */

enum speaker { NOBODY, CUSTOMER, STAFF };

static const struct {
	const char *name;
	enum speaker who;
} SPEAKERS[] = {
	{"客服", STAFF},
	{"坐席", STAFF},
	{"座席", STAFF},
	{"商家", STAFF},
	{"卖家", STAFF},
	{"賣家", STAFF},
	{"官方", STAFF},
	{"专员", STAFF},
	{"agent", STAFF},
	{"support", STAFF},
	{"staff", STAFF},
	{"客户", CUSTOMER},
	{"客戶", CUSTOMER},
	{"用户", CUSTOMER},
	{"用戶", CUSTOMER},
	{"买家", CUSTOMER},
	{"買家", CUSTOMER},
	{"顾客", CUSTOMER},
	{"市民", CUSTOMER},
	{"来电人", CUSTOMER},
	{"投诉人", CUSTOMER},
	{"customer", CUSTOMER},
	{"client", CUSTOMER},
};

/* What may follow the name of a speaker. */
static const char *const ROLES[] = {"回复", "回覆", "答复", " reply"};

/* Past a role and the speaker's number. */
static size_t skip_role(struct span text, size_t at)
{
	size_t end;

	for (size_t i = 0; i < sizeof ROLES / sizeof *ROLES; i++)
		if (starts(text, at, ROLES[i]))
			at += strlen(ROLES[i]);
	for (end = at + LONGEST_NUMBER;
		at < end && at < text.n && text.text[at] >= '0' && text.text[at] <= '9';)
		at++;
	return at;
}

/* The mark of a speaker at that place, and how long it is. */
static enum speaker speaker_at(struct span text, size_t at, size_t *length)
{
	bool is_boxed = starts(text, at, "【");
	size_t start = is_boxed ? at + strlen("【") : at;

	for (size_t i = 0; i < sizeof SPEAKERS / sizeof *SPEAKERS; i++) {
		size_t end;
		const char *const closing[] = {is_boxed ? "】" : "：", is_boxed ? "】" : ":"};

		if (!starts(text, start, SPEAKERS[i].name))
			continue;
		end = skip_role(text, start + strlen(SPEAKERS[i].name));
		for (size_t k = 0; k < 2; k++)
			if (starts(text, end, closing[k])) {
				*length = end + strlen(closing[k]) - at;
				return SPEAKERS[i].who;
			}
	}
	return NOBODY;
}

/* Whether something new may begin here: the start, a line, a blank, the end of a sentence. */
static bool is_start(struct span text, size_t at)
{
	static const char *const ENDS[] = {"。", "！", "？", "；", "】"};

	if (!at || strchr(" \n\r\t;.!?", text.text[at - 1]))
		return true;
	for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
		if (at >= 3 && !memcmp(text.text + at - 3, ENDS[i], 3))
			return true;
	return false;
}

/* A mail that is quoted, or its header, begins with this line. */
static bool is_quote(struct span text, size_t at)
{
	static const char *const STARTS[] = {"-----original message", "----- original message",
		"-----原始邮件", "------------------原始邮件", "________________________________"};
	struct span rest = {text.text + at, text.n - (uint32_t)at};

	for (size_t i = 0; i < sizeof STARTS / sizeof *STARTS; i++)
		if (starts(text, at, STARTS[i]))
			return true;
	if (starts(text, at, "From:") || starts(text, at, "发件人"))
		return has(rest, "\nTo:") || has(rest, "\nSent:") || has(rest, "\n收件人") ||
		       has(rest, "\n发送时间");
	return starts(text, at, "> ") ||
	       (starts(text, at, "On ") &&
		       memmem(rest.text, rest.n < 200 ? rest.n : 200, " wrote:", 7));
}

/* Whether a speaker's mark of staff ends with the sign at `end`. */
static bool is_staff_mark(struct span text, size_t end)
{
	while (end && text.text[end - 1] >= '0' && text.text[end - 1] <= '9')
		end--;
	for (size_t i = 0; i < sizeof ROLES / sizeof *ROLES; i++)
		if (ends(text, end, ROLES[i]))
			end -= strlen(ROLES[i]);
	for (size_t i = 0; i < sizeof SPEAKERS / sizeof *SPEAKERS; i++)
		if (SPEAKERS[i].who == STAFF && ends(text, end, SPEAKERS[i].name))
			return true;
	return false;
}

/* Looks for the last byte of what ends a mark, which most texts have not got. */
static bool has_staff(struct span text)
{
	static const char *const SIGNS[] = {":", "：", "】"};
	const char *last = text.text + text.n;

	for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++) {
		size_t n = strlen(SIGNS[i]);
		const char *p = text.text;

		for (; (p = memchr(p, SIGNS[i][n - 1], (size_t)(last - p))); p++) {
			size_t at = (size_t)(p - text.text) + 1;

			if (at > n && ends(text, at, SIGNS[i]) && is_staff_mark(text, at - n))
				return true;
		}
	}
	return false;
}

static bool has_quote(struct span text)
{
	return memchr(text.text, '\n', text.n) &&
	       (memchr(text.text, '>', text.n) || has(text, "-----") || has(text, "_____") ||
		       has(text, "\nFrom:") || has(text, "\n发件人") || has(text, " wrote:"));
}

/* The customer's turns; what stands before the first mark is the customer's. */
static void add_turns(struct buf *out, struct span text)
{
	enum speaker now = CUSTOMER;
	size_t from = 0, at = 0;

	while (at < text.n) {
		bool is_line = !at || text.text[at - 1] == '\n';
		size_t length = 0;
		enum speaker next = NOBODY;

		if (is_line && at && is_quote(text, at))
			break;
		if (is_start(text, at) || starts(text, at, "【"))
			next = speaker_at(text, at, &length);
		if (next == NOBODY) {
			at++;
			continue;
		}
		if (next == CUSTOMER && (now == STAFF || at == from))
			from = at + length;
		else if (next == STAFF && now == CUSTOMER)
			buf_add(out, text.text + from, at - from);
		now = next;
		at += length;
	}
	if (now == CUSTOMER)
		buf_add(out, text.text + from, at - from);
}

static struct span without_replies(struct span text, struct arena *arena)
{
	struct buf turns = {0};
	struct span result = text;

	add_turns(&turns, text);
	if (turns.len < text.n)
		result = keep(&turns, arena);
	buf_release(&turns);
	return result.n ? result : text;
}

struct span story_of(struct span text, struct arena *arena)
{
	if (memchr(text.text, '<', text.n) || memchr(text.text, '&', text.n))
		text = without_html(text, arena);
	return has_staff(text) || has_quote(text) ? without_replies(text, arena) : text;
}
