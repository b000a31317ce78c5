#include "spreadsheet/xlsx_part.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <expat.h>

#include "base/mem.h"
#include "zip/ahead.h"

enum { PIECE = 64 << 10, MAX_DEPTH = 64, TAG_LIMIT = 16 << 20 };

struct part {
	XML_Parser parser;
	struct ahead *member;
	const struct source *source; /* where there is no member */
	uint64_t start, at;
	const struct part_events *events;
	void *context;
	int depth;
	size_t n_silent; /* bytes since the last event: expat holds a tag until it is whole */
	bool is_paused, is_last, has_failed;
	struct err failure;
};

static const char *without_prefix(const char *name)
{
	const char *p = name;

	while (*p && *p != ':') /* names are shorter than a call of strchr() */
		p++;
	return *p ? p + 1 : name;
}

static void on_start(void *user, const char *name, const char **attributes)
{
	struct part *part = user;

	part->n_silent = 0;
	if (part->has_failed)
		return;
	if (++part->depth > MAX_DEPTH)
		part_fail(part, "elements are nested too deep");
	else
		part->events->start(part->context, without_prefix(name), attributes);
}

static void on_end(void *user, const char *name)
{
	struct part *part = user;

	part->n_silent = 0;
	if (part->has_failed)
		return;
	part->depth--;
	part->events->end(part->context, without_prefix(name));
}

static void on_text(void *user, const char *text, int n)
{
	struct part *part = user;

	part->n_silent = 0;
	if (!part->has_failed && part->events->text)
		part->events->text(part->context, text, n);
}

/* No office document has one, and entities are the way to make much of little. */
static void on_doctype(
	void *user, const char *name, const char *system, const char *public, int has_subset)
{
	(void)name, (void)system, (void)public, (void)has_subset;
	part_fail(user, "it has a DOCTYPE, which no workbook has");
}

/* Takes the member, or reads the source. */
static struct part *open_part(struct ahead *member, const struct source *source, uint64_t at,
	const struct part_events *events, void *context)
{
	struct part *part = mem_zalloc(sizeof *part);

	part->member = member;
	part->source = source;
	part->start = part->at = at;
	part->events = events;
	part->context = context;
	part->parser = XML_ParserCreate(source ? "UTF-8" : NULL);
	if (!part->parser)
		return part;
	XML_SetUserData(part->parser, part);
	XML_SetElementHandler(part->parser, on_start, on_end);
	XML_SetCharacterDataHandler(part->parser, on_text);
	XML_SetStartDoctypeDeclHandler(part->parser, on_doctype);
	return part;
}

/* NULL, and the part closed, when expat had no memory. */
static struct part *checked(struct part *part, struct err *err)
{
	if (part->parser)
		return part;
	err_set(err, "out of memory");
	part_close(part);
	return NULL;
}

struct part *part_open(struct archive *archive, const char *name, uint64_t limit,
	const struct part_events *events, void *context, struct err *err)
{
	struct ahead *member = ahead_open(archive, name, limit, err);

	return member ? checked(open_part(member, NULL, 0, events, context), err) : NULL;
}

struct part *part_open_source(const struct source *source, uint64_t at,
	const struct part_events *events, void *context, struct err *err)
{
	return checked(open_part(NULL, source, at, events, context), err);
}

struct part *part_open_inside(const struct source *source, uint64_t at,
	const struct part_events *events, void *context, struct err *err)
{
	static const char ROOT[] = "<root>";
	struct part *part = part_open_source(source, at, events, context, err);

	if (part) {
		XML_Parse(part->parser, ROOT, sizeof ROOT - 1, XML_FALSE);
		part->start -= sizeof ROOT - 1; /* the parser counts it */
	}
	return part;
}

void part_close(struct part *part)
{
	if (!part)
		return;
	ahead_close(part->member);
	if (part->parser)
		XML_ParserFree(part->parser);
	free(part);
}

uint64_t part_offset(const struct part *part)
{
	return part->start + (uint64_t)XML_GetCurrentByteIndex(part->parser);
}

void part_pause(struct part *part)
{
	if (!part->has_failed)
		XML_StopParser(part->parser, XML_TRUE);
}

void part_fail(struct part *part, const char *format, ...)
{
	va_list args;
	char text[512];

	if (part->has_failed)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	err_set(&part->failure, "%s", text);
	part->has_failed = true;
	XML_StopParser(part->parser, XML_FALSE);
}

static int parse_failed(struct part *part, struct err *err)
{
	if (part->has_failed)
		*err = part->failure;
	else
		err_set(err, "its XML is damaged in line %lu: %s",
			(unsigned long)XML_GetCurrentLineNumber(part->parser),
			XML_ErrorString(XML_GetErrorCode(part->parser)));
	return -1;
}

static int parse_more(struct part *part, enum XML_Status *status, struct err *err)
{
	void *piece;
	ssize_t n;

	if (part->is_paused) {
		part->is_paused = false;
		*status = XML_ResumeParser(part->parser);
		return 0;
	}
	piece = XML_GetBuffer(part->parser, PIECE);
	if (!piece)
		return parse_failed(part, err);
	n = part->member ? ahead_read(part->member, piece, PIECE, err)
			 : (ssize_t)source_read(part->source, part->at, piece, PIECE, err);
	if (n < 0)
		return -1;
	part->at += (uint64_t)n;
	part->n_silent += (size_t)n;
	if (part->n_silent > TAG_LIMIT)
		return err_set(err, "it has a tag of more than %d MB", TAG_LIMIT >> 20);
	part->is_last = n == 0;
	*status = XML_ParseBuffer(part->parser, (int)n, part->is_last);
	return 0;
}

int part_next(struct part *part, struct err *err)
{
	enum XML_Status status = XML_STATUS_OK;

	do {
		if (parse_more(part, &status, err) < 0)
			return -1;
		if (status == XML_STATUS_ERROR)
			return parse_failed(part, err);
		if (status == XML_STATUS_SUSPENDED) {
			part->is_paused = true;
			return 1;
		}
	} while (!part->is_last);
	return 0;
}

int part_read(struct archive *archive, const char *name, uint64_t limit,
	const struct part_events *events, void *context, struct err *err)
{
	struct part *part = part_open(archive, name, limit, events, context, err);
	int status;

	if (!part)
		return -1;
	status = part_next(part, err);
	part_close(part);
	return status < 0 ? err_prefix(err, "'%s'", name) : 0;
}

const char *part_attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (!strcmp(without_prefix(*attributes), name))
			return attributes[1];
	return NULL;
}
