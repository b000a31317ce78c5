#include "book/scratch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "book/combine.h"
#include "book/inner.h"

/* The library asks for a file without saying for which book, and does not look whether it was
 * written; so the thread remembers. */
static _Thread_local int failure;

void scratch_watch(void)
{
	failure = 0;
}

int scratch_failure(void)
{
	return failure;
}

/* A part of the archive: first written, then read from its start. */
struct part {
	FILE *file;
	bool was_written;
};

static ssize_t write_some(void *cookie, const char *bytes, size_t n)
{
	struct part *part = cookie;

	part->was_written = true;
	if (fwrite(bytes, 1, n, part->file) == n)
		return (ssize_t)n;
	failure = errno ? errno : EIO;
	return 0;
}

static ssize_t read_some(void *cookie, char *bytes, size_t n)
{
	struct part *part = cookie;
	size_t got = fread(bytes, 1, n, part->file);

	if (!got && ferror(part->file)) {
		failure = errno ? errno : EIO;
		return -1;
	}
	return (ssize_t)got;
}

static bool is_chart(const struct buf *xml)
{
	static const char start[] = "<c:chartSpace";

	return xml->len && memmem(xml->data, xml->len, start, sizeof start - 1);
}

static bool is_changed(struct buf *xml, struct buf *changed)
{
	bool has_level = combine_level_labels(xml->data, xml->len);

	if (combine_last_series(buf_text(xml), xml->len, changed) ||
		combine_whiskers(buf_text(xml), xml->len, changed))
		return true;
	if (has_level)
		buf_add(changed, xml->data, xml->len);
	return has_level;
}

/* The archive has no name under which a part could be replaced later, so a chart that needs it is
 * changed before it goes in: when the library has written it and turns back to its start. */
static int change_chart(FILE *file)
{
	struct buf xml = {0}, changed = {0};
	char piece[4096];
	size_t n;
	int status = 0;

	rewind(file);
	while ((n = fread(piece, 1, sizeof piece, file)) > 0) {
		buf_add(&xml, piece, n);
		if (!is_chart(&xml))
			break; /* another kind of part, maybe a long one */
	}
	if (!ferror(file) && is_chart(&xml) && is_changed(&xml, &changed)) {
		rewind(file);
		if (ftruncate(fileno(file), 0) < 0 ||
			fwrite(changed.data, 1, changed.len, file) != changed.len)
			status = -1;
	}
	buf_release(&xml);
	buf_release(&changed);
	return ferror(file) ? -1 : status;
}

static int seek_to(void *cookie, off64_t *position, int whence)
{
	struct part *part = cookie;
	bool is_start = whence == SEEK_SET && *position == 0;

	if (is_start && part->was_written) {
		part->was_written = false;
		if (change_chart(part->file) < 0)
			failure = errno ? errno : EIO;
	}
	if (fseeko(part->file, (off_t)*position, whence) < 0) {
		failure = errno;
		return -1;
	}
	*position = ftello(part->file);
	return 0;
}

static int close_file(void *cookie)
{
	struct part *part = cookie;
	int status = fclose(part->file);

	free(part);
	return status;
}

FILE *scratch_open(void)
{
	return tmpfile();
}

FILE *lxw_tmpfile(char *folder)
{
	FILE *file = scratch_open();
	struct part *part;
	FILE *watched;

	(void)folder;
	if (!file) {
		failure = errno;
		return NULL;
	}
	setvbuf(file, NULL, _IONBF, 0); /* the one around it has a buffer */
	part = mem_alloc(sizeof *part);
	*part = (struct part){.file = file};
	watched = fopencookie(part, "w+",
		(cookie_io_functions_t){.read = read_some,
			.write = write_some,
			.seek = seek_to,
			.close = close_file});
	if (!watched)
		close_file(part);
	return watched;
}
