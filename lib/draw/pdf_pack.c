#include "draw/pdf_pack.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/mem.h"
#include "base/text.h"

enum { ENTRY = 20, ENTRY_WIDTH = 8, IN_FILE = 1, PACKED = 2 }; /* "0000000015 00000 n \n" */

struct object {
	size_t from, to; /* its bytes in cairo's file; 0, 0: there is none */
	bool is_stream;
	size_t place; /* offset in the file, or number within the pack */
};

struct packing {
	const struct buf *pdf;
	const struct pdf_words *words;
	struct object *objects;
	size_t n, n_alts; /* alts: so many are written */
	size_t table;     /* where cairo's table of offsets begins */
	struct buf out;
};

/* --- reading --- */

static const char *find_last(const struct buf *pdf, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = pdf->len; i >= n; i--)
		if (!memcmp(pdf->data + i - n, word, n))
			return pdf->data + i - n;
	return NULL;
}

static bool starts_object(const struct buf *pdf, size_t offset, size_t number)
{
	char head[32];
	size_t n = (size_t)snprintf(head, sizeof head, "%zu 0 obj", number);

	return offset + n <= pdf->len && !memcmp(pdf->data + offset, head, n);
}

static int by_place(const void *a, const void *b)
{
	const struct object *x = *(struct object *const *)a, *y = *(struct object *const *)b;

	return (x->from > y->from) - (x->from < y->from);
}

static bool ends_with(const char *start, const char *end, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(end - start) >= n && !memcmp(end - n, word, n);
}

/* Objects follow each other: each ends where the next one begins. */
static bool find_ends(struct packing *packing)
{
	struct object **placed = mem_alloc((packing->n + 1) * sizeof *placed);
	size_t n = 0;
	bool is_whole = true;

	for (size_t i = 1; i < packing->n; i++)
		if (packing->objects[i].from)
			placed[n++] = &packing->objects[i];
	qsort(placed, n, sizeof(struct object *), by_place);
	for (size_t i = 0; i < n; i++) {
		const char *start = packing->pdf->data + placed[i]->from, *end;

		placed[i]->to = i + 1 < n ? placed[i + 1]->from : packing->table;
		end = packing->pdf->data + placed[i]->to;
		is_whole = is_whole && ends_with(start, end, "\nendobj\n");
		placed[i]->is_stream = ends_with(start, end, "endstream\nendobj\n");
	}
	free(placed);
	return is_whole && n;
}

static bool read_table(struct packing *packing)
{
	const struct buf *pdf = packing->pdf;
	const char *start = find_last(pdf, "startxref"), *end = pdf->data + pdf->len;
	char *entry;

	packing->table = start ? strtoul(start + strlen("startxref"), NULL, 10) : 0;
	if (!packing->table || packing->table >= pdf->len ||
		strncmp(pdf->data + packing->table, "xref\n0 ", 7) != 0)
		return false;
	packing->n = strtoul(pdf->data + packing->table + 7, &entry, 10);
	entry += strspn(entry, " \r\n");
	if (packing->n > (size_t)(end - entry) / ENTRY)
		return false;
	packing->objects = mem_zalloc((packing->n + 1) * sizeof *packing->objects);
	for (size_t i = 1; i < packing->n; i++) {
		size_t offset = strtoul(entry + i * ENTRY, NULL, 10);

		if (entry[i * ENTRY + 17] == 'n' && starts_object(pdf, offset, i))
			packing->objects[i].from = offset;
	}
	return find_ends(packing);
}

/* --- writing --- */

/* Text strings of a PDF are UTF-16. */
static void add_text(const char *text, struct buf *out)
{
	size_t n = strlen(text);

	buf_add_text(out, "<FEFF");
	for (size_t at = 0; at < n;) {
		uint32_t code;

		at += text_decode(text + at, n - at, &code);
		if (code >= 0x10000)
			buf_format(out, "%04X%04X", 0xD800 + ((code - 0x10000) >> 10),
				0xDC00 + ((code - 0x10000) & 0x3FF));
		else
			buf_format(out, "%04X", code);
	}
	buf_add_char(out, '>');
}

static bool starts_with(const char *start, const char *end, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(end - start) >= n && !memcmp(start, word, n);
}

/* What cairo cannot say, behind the first line of the dictionaries that it belongs to. */
static void add_words(struct packing *packing, const char *body, const char *end, struct buf *out)
{
	static const char FIGURE[] = "<< /Type /StructElem\n   /S /Figure\n",
			  HEADER[] = "<< /Type /StructElem\n   /S /TH\n",
			  CATALOG[] = "<< /Type /Catalog\n";
	const struct pdf_words *words = packing->words;
	size_t n = 0;

	if (starts_with(body, end, FIGURE) && packing->n_alts < words->n_alts) {
		buf_add(out, body, n = sizeof FIGURE - 1);
		buf_add_text(out, "/Alt ");
		add_text(words->alts[packing->n_alts++], out);
	} else if (starts_with(body, end, HEADER)) {
		buf_add(out, body, n = sizeof HEADER - 1);
		buf_add_text(out, "/A << /O /Table /Scope /Column >>");
	} else if (starts_with(body, end, CATALOG)) {
		buf_add(out, body, n = sizeof CATALOG - 1);
		buf_add_text(out, "/ViewerPreferences << /DisplayDocTitle true >>");
		if (words->lang)
			buf_format(out, " /Lang (%s)", words->lang);
	}
	if (n)
		buf_add_char(out, '\n');
	buf_add(out, body + n, (size_t)(end - body) - n);
	buf_add_char(out, '\n');
}

/* False: zlib had no memory. */
static bool add_stream(
	size_t number, const char *dictionary, const struct buf *bytes, struct buf *out)
{
	uLongf n = compressBound(bytes->len);
	unsigned char *packed = mem_alloc(n);
	bool is_packed = compress2(packed, &n, (const Bytef *)buf_text(bytes), bytes->len,
				 Z_BEST_COMPRESSION) == Z_OK;

	buf_format(out, "%zu 0 obj\n<< %s /Filter /FlateDecode /Length %lu >>\nstream\n", number,
		dictionary, n);
	buf_add(out, packed, n);
	buf_add_text(out, "\nendstream\nendobj\n");
	free(packed);
	return is_packed;
}

/* Streams stay objects of the file; all others become the pack. */
static bool add_objects(struct packing *packing)
{
	struct buf heads = {0}, bodies = {0};
	size_t n_packed = 0;
	bool is_packed;
	char dictionary[96];

	for (size_t i = 1; i < packing->n; i++) {
		struct object *object = &packing->objects[i];
		const char *start = packing->pdf->data + object->from, *body;

		if (!object->from)
			continue;
		if (object->is_stream) {
			object->place = packing->out.len;
			buf_add(&packing->out, start, object->to - object->from);
			continue;
		}
		body = memchr(start, '\n', object->to - object->from);
		object->place = n_packed++;
		buf_format(&heads, "%zu %zu ", i, bodies.len);
		add_words(packing, body + 1, packing->pdf->data + object->to - strlen("\nendobj\n"),
			&bodies);
	}
	packing->objects[packing->n].place = packing->out.len;
	snprintf(dictionary, sizeof dictionary, "/Type /ObjStm /N %zu /First %zu", n_packed,
		heads.len);
	buf_add(&heads, bodies.data, bodies.len);
	is_packed = add_stream(packing->n, dictionary, &heads, &packing->out);
	buf_release(&heads);
	buf_release(&bodies);
	return is_packed;
}

static void add_entry(unsigned type, size_t second, size_t third, struct buf *out)
{
	const unsigned char bytes[ENTRY_WIDTH] = {(unsigned char)type,
		(unsigned char)(second >> 24), (unsigned char)(second >> 16),
		(unsigned char)(second >> 8), (unsigned char)second, (unsigned char)(third >> 16),
		(unsigned char)(third >> 8), (unsigned char)third};

	buf_add(out, bytes, sizeof bytes);
}

static unsigned long reference(const struct packing *packing, const char *key)
{
	const char *at = find_last(packing->pdf, key);

	return at ? strtoul(at + strlen(key), NULL, 10) : 0;
}

static bool add_table(struct packing *packing)
{
	size_t start = packing->out.len;
	struct buf table = {0};
	char dictionary[128];
	bool is_packed;

	for (size_t i = 0; i < packing->n; i++) {
		const struct object *object = &packing->objects[i];

		if (!object->from)
			add_entry(0, 0, 0, &table);
		else if (object->is_stream)
			add_entry(IN_FILE, object->place, 0, &table);
		else
			add_entry(PACKED, packing->n, object->place, &table);
	}
	add_entry(IN_FILE, packing->objects[packing->n].place, 0, &table);
	add_entry(IN_FILE, start, 0, &table);
	snprintf(dictionary, sizeof dictionary,
		"/Type /XRef /Size %zu /W [1 4 3] /Root %lu 0 R /Info %lu 0 R", packing->n + 2,
		reference(packing, "/Root "), reference(packing, "/Info "));
	is_packed = add_stream(packing->n + 1, dictionary, &table, &packing->out);
	buf_format(&packing->out, "startxref\n%zu\n%%%%EOF\n", start);
	buf_release(&table);
	return is_packed;
}

/* What stands before the objects, and those. */
static bool write_all(struct packing *packing)
{
	size_t first = packing->pdf->len;

	for (size_t i = 1; i < packing->n; i++)
		if (packing->objects[i].from && packing->objects[i].from < first)
			first = packing->objects[i].from;
	buf_add(&packing->out, packing->pdf->data, first);
	return add_objects(packing) && add_table(packing);
}

void pdf_pack(struct buf *pdf, const struct pdf_words *words)
{
	struct packing packing = {.pdf = pdf, .words = words};

	if (read_table(&packing) && write_all(&packing)) {
		buf_release(pdf);
		*pdf = packing.out;
	} else {
		buf_release(&packing.out);
	}
	free(packing.objects);
}
