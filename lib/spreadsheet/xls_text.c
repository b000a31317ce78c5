#include "spreadsheet/xls_text.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum { IS_TWO_BYTES = 1, HAS_PHONETIC = 4, HAS_RUNS = 8 };
enum { REPLACEMENT = 0xfffd };
enum { TEXTS_LIMIT = 384 << 20 }; /* all that 256 MB of UTF-16 can become; empty ones become more */

/* A place in a record and those that continue it. */
struct place {
	const struct xls_stream *stream;
	struct xls_record record;
	size_t at;
};

/* UTF-16 units on their way to UTF-8. */
struct units {
	struct buf *out;
	uint32_t high; /* the first half of a pair, or 0 */
	size_t n_nuls; /* at the end: some writers count the one that ends the text */
};

void xls_texts_release(struct xls_texts *texts)
{
	decoder_close(texts->decoder);
	arena_release(&texts->scratch);
	*texts = (struct xls_texts){0};
}

/* --- places --- */

/* Goes to the next CONTINUE record when this one has less than `n` bytes left. */
static bool reach(struct place *place, size_t n)
{
	while (place->record.n - place->at < n) {
		struct xls_record next;

		if (!xls_record_at(place->stream, place->record.next, &next) ||
			next.type != XLS_CONTINUE)
			return false;
		place->record = next;
		place->at = 0;
	}
	return true;
}

static bool take(struct place *place, size_t n, uint32_t *value)
{
	*value = 0;
	if (!reach(place, n))
		return false;
	for (size_t i = 0; i < n; i++)
		*value |= (uint32_t)place->record.data[place->at++] << (8 * i);
	return true;
}

static bool skip(struct place *place, uint64_t n)
{
	while (n) {
		size_t here;

		if (!reach(place, 1))
			return false;
		here = place->record.n - place->at;
		here = here < n ? here : (size_t)n;
		place->at += here;
		n -= here;
	}
	return true;
}

/* --- characters --- */

static void put_code(struct units *units, uint32_t code)
{
	char bytes[4];

	for (; code && units->n_nuls; units->n_nuls--)
		put_code(&(struct units){.out = units->out}, REPLACEMENT);
	if (code)
		buf_add(units->out, bytes, text_encode(code, bytes));
	else
		units->n_nuls++;
}

static void put_unit(struct units *units, uint32_t unit)
{
	uint32_t high = units->high;

	units->high = 0;
	if (high && unit >= 0xdc00 && unit < 0xe000) {
		put_code(units, 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
		return;
	}
	if (high)
		put_code(units, REPLACEMENT);
	if (unit >= 0xd800 && unit < 0xdc00)
		units->high = unit;
	else
		put_code(units, unit >= 0xdc00 && unit < 0xe000 ? REPLACEMENT : unit);
}

/* n characters; each CONTINUE begins with a byte that says how wide its own are. */
static bool take_characters(struct place *place, size_t n, bool is_two_bytes, struct buf *out)
{
	struct units units = {.out = out};
	uint32_t flags, unit;

	while (n) {
		size_t width = is_two_bytes ? 2 : 1;

		if (place->record.n - place->at < width) {
			place->at = place->record.n;
			if (!take(place, 1, &flags))
				return false;
			is_two_bytes = flags & IS_TWO_BYTES;
			continue;
		}
		take(place, width, &unit);
		put_unit(&units, unit);
		n--;
	}
	if (units.high)
		put_code(&units, REPLACEMENT);
	return true;
}

static bool take_wide(struct place *place, enum xls_length length, struct buf *out)
{
	uint32_t n, flags, n_runs = 0, n_phonetic = 0;

	if (!take(place, length, &n) || !take(place, 1, &flags))
		return false;
	if (flags & HAS_RUNS && !take(place, 2, &n_runs))
		return false;
	if (flags & HAS_PHONETIC && !take(place, 4, &n_phonetic))
		return false;
	return take_characters(place, n, flags & IS_TWO_BYTES, out) &&
	       skip(place, (uint64_t)n_runs * 4 + n_phonetic);
}

/* --- bytes of a code page --- */

static bool is_ascii(const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (bytes[i] <= 0)
			return false;
	return true;
}

static int put_bytes(
	struct xls_texts *texts, const char *bytes, size_t n, struct buf *out, struct err *err)
{
	size_t bad = SIZE_MAX;

	while (n && !bytes[n - 1])
		n--;
	if (is_ascii(bytes, n)) {
		buf_add(out, bytes, n);
	} else if (texts->decoder) {
		struct span text = decoder_text(texts->decoder, &texts->scratch, bytes, n, &bad);

		buf_add(out, text.text, text.n);
		arena_clear(&texts->scratch);
		texts->has_bad |= bad != SIZE_MAX;
	} else {
		return err_set(err, "it does not say its encoding: name it by --encoding");
	}
	return 0;
}

static int read_bytes(struct xls_texts *texts, const struct xls_record *record, size_t at,
	enum xls_length length, struct buf *out, struct err *err)
{
	size_t n;

	if (record->n < at || record->n - at < length)
		return err_set(err, "a text is cut off");
	n = length == XLS_LENGTH_ONE ? record->data[at] : xls_two(record->data + at);
	at += length;
	if (record->n - at < n)
		return err_set(err, "a text is cut off");
	return put_bytes(texts, (const char *)record->data + at, n, out, err);
}

/* --- public --- */

int xls_text_read(struct xls_texts *texts, const struct xls_record *record, size_t at,
	enum xls_length length, struct buf *out, struct err *err)
{
	struct place place = {&texts->stream, *record, at};

	if (!texts->is_wide)
		return read_bytes(texts, record, at, length, out, err);
	if (at > record->n || !take_wide(&place, length, out))
		return err_set(err, "a text is cut off");
	return 0;
}

int xls_shared_read(struct xls_texts *texts, const struct xls_record *record,
	struct shared_texts *shared, struct err *err)
{
	struct place place = {&texts->stream, *record, 0};
	struct buf text = {0};
	uint32_t n_uses, n;
	bool is_whole = take(&place, 4, &n_uses) && take(&place, 4, &n);
	bool is_too_much = false;

	for (uint32_t i = 0; is_whole && !is_too_much && i < n; i++) {
		buf_clear(&text);
		is_whole = take_wide(&place, XLS_LENGTH_TWO, &text);
		if (!is_whole)
			break;
		shared->texts = mem_grow(
			shared->texts, shared->n, &shared->capacity, sizeof *shared->texts);
		shared->texts[shared->n++] = (struct span){
			text.len ? arena_text(&shared->arena, text.data, text.len) : "",
			(uint32_t)text.len};
		is_too_much = shared->arena.size + shared->n * sizeof *shared->texts > TEXTS_LIMIT;
	}
	buf_release(&text);
	if (is_too_much)
		return err_set(err, "it has more than %d MB of texts", TEXTS_LIMIT >> 20);
	return is_whole ? 0 : err_set(err, "its shared texts are cut off");
}
