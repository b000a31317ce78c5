#include "spreadsheet/ole.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-input-stdio.h>
#include <gsf/gsf-utils.h>

#include "base/mem.h"

enum { PIECE = 1 << 20, FILE_LIMIT = 1 << 30 };

/* Of the header: where its numbers are, and what they may be. */
enum {
	HEADER = 48,
	SHIFT_AT = 30, /* how large sectors are */
	LEAST_SHIFT = 9,
	MOST_SHIFT = 12,
	TABLES_AT = 44, /* how many sectors say which sector comes after which */
	SPARE_TABLES = 109,
};

struct ole {
	GsfInput *file;
	GsfInfile *root;
};

/* --- libgsf tells GLib's log, which is stderr, what it finds wrong --- */

static const char *const DOMAINS[] = {
	NULL, "libgsf", "libgsf:msole", "libgsf:stdio", "GLib", "GLib-GObject"};
enum { N_DOMAINS = sizeof DOMAINS / sizeof *DOMAINS };

struct silence {
	guint handlers[N_DOMAINS];
};

static void swallow(const gchar *domain, GLogLevelFlags level, const gchar *text, gpointer user)
{
	(void)domain, (void)level, (void)text, (void)user;
}

static void silence_begin(struct silence *silence)
{
	for (size_t i = 0; i < N_DOMAINS; i++)
		silence->handlers[i] = g_log_set_handler(
			DOMAINS[i], G_LOG_LEVEL_MASK | G_LOG_FLAG_RECURSION, swallow, NULL);
}

static void silence_end(const struct silence *silence)
{
	for (size_t i = 0; i < N_DOMAINS; i++)
		g_log_remove_handler(DOMAINS[i], silence->handlers[i]);
}

/* --- the container --- */

/* libgsf reserves memory for as many tables as the header says, on the stack too: there are no more
 * than the file's size can fill four times. */
static bool is_likely(const unsigned char *header, uint64_t size)
{
	unsigned shift = header[SHIFT_AT] | (unsigned)header[SHIFT_AT + 1] << 8;
	uint64_t n_tables = 0;

	for (int i = 0; i < 4; i++)
		n_tables |= (uint64_t)header[TABLES_AT + i] << (8 * i);
	if (shift < LEAST_SHIFT || shift > MOST_SHIFT)
		return false;
	return n_tables <= SPARE_TABLES + 4 * (size >> shift) / ((1u << shift) / 4);
}

static int check_header(int fd, struct err *err)
{
	unsigned char header[HEADER];
	struct stat st;

	if (fstat(fd, &st) < 0)
		return err_errno(err, "cannot read it");
	if (st.st_size > FILE_LIMIT)
		return err_set(err, "it is larger than %d MB", FILE_LIMIT >> 20);
	if (pread(fd, header, sizeof header, 0) != sizeof header ||
		!is_likely(header, (uint64_t)st.st_size))
		return err_set(err, "the OLE container is cut off or damaged");
	return 0;
}

static GsfInput *open_input(int fd, struct err *err)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	FILE *file = copy < 0 ? NULL : fdopen(copy, "rb");
	GsfInput *input;

	if (!file) {
		err_errno(err, "cannot read it");
		return NULL;
	}
	rewind(file);
	input = gsf_input_stdio_new_FILE("", file, FALSE);
	if (!input)
		err_set(err, "cannot read it");
	return input;
}

static int open_root(struct ole *ole, int fd, struct err *err)
{
	GError *failure = NULL;

	if (check_header(fd, err) < 0)
		return -1;
	ole->file = open_input(fd, err);
	if (!ole->file)
		return -1;
	ole->root = gsf_infile_msole_new(ole->file, &failure);
	g_clear_error(&failure);
	return ole->root ? 0 : err_set(err, "the OLE container is cut off or damaged");
}

struct ole *ole_open(int fd, struct err *err)
{
	struct ole *ole = mem_zalloc(sizeof *ole);
	struct silence silence;
	int status;

	gsf_init();
	silence_begin(&silence);
	status = open_root(ole, fd, err);
	silence_end(&silence);
	if (status == 0)
		return ole;
	ole_close(ole);
	return NULL;
}

void ole_close(struct ole *ole)
{
	if (!ole)
		return;
	if (ole->root)
		g_object_unref(ole->root);
	if (ole->file)
		g_object_unref(ole->file);
	free(ole);
}

/* The number of a stream of the root, or -1. */
static int find(const struct ole *ole, const char *name)
{
	int n = gsf_infile_num_children(ole->root);

	for (int i = 0; i < n; i++) {
		const char *other = gsf_infile_name_by_index(ole->root, i);

		if (other && !strcasecmp(other, name))
			return i;
	}
	return -1;
}

bool ole_has(const struct ole *ole, const char *name)
{
	return find(ole, name) >= 0;
}

/* --- streams --- */

static int copy_stream(GsfInput *stream, size_t limit, struct buf *out, struct err *err)
{
	gsf_off_t left = gsf_input_size(stream);

	if (left < 0 || (uint64_t)left > limit)
		return err_set(err, "it is larger than %zu MB", limit >> 20);
	while (left > 0) {
		size_t n = left < PIECE ? (size_t)left : PIECE;

		buf_reserve(out, n);
		if (!gsf_input_read(stream, n, (guint8 *)out->data + out->len))
			return err_set(err, "the OLE container is cut off or damaged");
		out->len += n;
		left -= (gsf_off_t)n;
	}
	return 0;
}

int ole_read(struct ole *ole, const char *name, size_t limit, struct buf *out, struct err *err)
{
	struct silence silence;
	GsfInput *stream;
	int status;

	silence_begin(&silence);
	stream = gsf_infile_child_by_index(ole->root, find(ole, name));
	status = stream ? copy_stream(stream, limit, out, err)
			: err_set(err, "the OLE container is cut off or damaged");
	if (stream)
		g_object_unref(stream);
	silence_end(&silence);
	return status;
}
