#include "draw/subset.h"

#include <harfbuzz/hb-subset.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/worker.h"

/* Blanks belong to the font of the text around them; pango may ask any font for the rest. */
static const uint32_t ALWAYS[] = {' ', 0xA0, '-', 0x2010, 0x2026};

struct wanted {
	hb_set_t *characters[N_FAMILIES][N_WEIGHTS];
};

static void want_character(
	struct wanted *wanted, const struct fonts *fonts, uint32_t code, bool bold)
{
	for (int f = 0; f < N_FAMILIES; f++) {
		const struct face *face = &fonts->faces[f][bold];

		if (face->characters && FcCharSetHasChar(face->characters, code)) {
			hb_set_add(wanted->characters[f][bold], code);
			return;
		}
	}
}

static void want_text(struct wanted *wanted, const struct fonts *fonts, const struct shape *shape)
{
	size_t n = strlen(shape->text), length;
	uint32_t code;

	for (size_t i = 0; i < n; i += length) {
		length = text_decode(shape->text + i, n - i, &code);
		want_character(wanted, fonts, code, shape->type_of_text.bold);
	}
}

static void collect(struct wanted *wanted, const struct fonts *fonts,
	const struct scene *const *scenes, size_t n_scenes)
{
	for (size_t s = 0; s < n_scenes; s++)
		for (size_t i = 0; i < scenes[s]->n_shapes; i++)
			if (scenes[s]->shapes[i].type == SHAPE_TEXT)
				want_text(wanted, fonts, &scenes[s]->shapes[i]);
}

struct cut {
	const struct face *face;
	const hb_set_t *characters;
	hb_blob_t *blob; /* the part of the face that shows them */
};

static int cut_face(void *context, struct err *err)
{
	struct cut *cut = context;
	hb_blob_t *file = hb_blob_create_from_file_or_fail(cut->face->file);
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	hb_face_t *whole, *part = NULL;

	if (file && input) {
		hb_set_union(hb_subset_input_unicode_set(input), cut->characters);
		hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
		whole = hb_face_create(file, (unsigned)cut->face->index);
		part = hb_subset_or_fail(whole, input);
		hb_face_destroy(whole);
	}
	if (part)
		cut->blob = hb_face_reference_blob(part);
	hb_face_destroy(part);
	hb_subset_input_destroy(input);
	hb_blob_destroy(file);
	return cut->blob ? 0 : err_set(err, "cannot cut font '%s'", cut->face->file);
}

static int write_all(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t done = write(fd, bytes, n);

		if (done < 0)
			return -1;
		bytes += done;
		n -= (size_t)done;
	}
	return 0;
}

/* fontconfig and cairo take fonts by path only, and cairo keeps what it read under it, while
 * numbers of files come again: the path tells by its slashes (any number of them is one) what is in
 * it. */
static char *path_of(int fd, const char *bytes, size_t n)
{
	uint64_t hash = hash_bytes(0, bytes, n);
	struct buf path = {0};

	buf_add_text(&path, "/proc/self/fd");
	for (int i = 0; i < 64; i++, hash >>= 1)
		buf_add_text(&path, hash & 1 ? "/." : "/");
	buf_format(&path, "/%d", fd);
	return buf_take(&path);
}

/* The blob as a file in memory. */
static int store_blob(hb_blob_t *blob, struct font_file *file, struct err *err)
{
	unsigned n;
	const char *bytes = hb_blob_get_data(blob, &n);

	file->fd = memfd_create("kesu-font", MFD_CLOEXEC);
	if (file->fd >= 0 && write_all(file->fd, bytes, n) == 0) {
		file->path = path_of(file->fd, bytes, n);
		return 0;
	}
	err_errno(err, "cannot keep a font subset in memory");
	if (file->fd >= 0)
		close(file->fd);
	return -1;
}

/* The faces that have anything to show. */
static size_t choose_faces(const struct fonts *fonts, const struct wanted *wanted,
	struct cut cuts[N_FAMILIES * N_WEIGHTS])
{
	size_t n = 0;

	for (int f = 0; f < N_FAMILIES; f++)
		for (int w = 0; w < N_WEIGHTS; w++) {
			hb_set_t *characters = wanted->characters[f][w];

			if (!fonts->faces[f][w].file || (f > 0 && hb_set_is_empty(characters)))
				continue;
			for (size_t i = 0; i < sizeof ALWAYS / sizeof *ALWAYS; i++)
				hb_set_add(characters, ALWAYS[i]);
			cuts[n++] = (struct cut){&fonts->faces[f][w], characters, NULL};
		}
	return n;
}

/* Regular and bold, which take as long as each other, on two threads. */
static int cut_faces(struct cut *cuts, size_t n, struct err *err)
{
	struct worker *worker = worker_new(N_FAMILIES * N_WEIGHTS);
	struct err failure;
	int status = 0, other = 0;

	for (size_t i = 1; i < n && other == 0; i += 2)
		other = worker_give(worker, cut_face, &cuts[i], &failure);
	for (size_t i = 0; i < n && status == 0; i += 2)
		status = cut_face(&cuts[i], err);
	if (worker_wait(worker, &failure) < 0 || other < 0) {
		if (status == 0)
			*err = failure;
		status = -1;
	}
	worker_free(worker);
	return status;
}

/* Appends the subset's file for each face. */
static int store_faces(const struct fonts *fonts, const struct wanted *wanted,
	struct font_file *files, size_t *n_files, struct err *err)
{
	struct cut cuts[N_FAMILIES * N_WEIGHTS];
	size_t n = choose_faces(fonts, wanted, cuts);
	int status = cut_faces(cuts, n, err);

	for (size_t i = 0; i < n && status == 0; i++) {
		status = store_blob(cuts[i].blob, &files[*n_files], err);
		*n_files += status == 0;
	}
	for (size_t i = 0; i < n; i++)
		hb_blob_destroy(cuts[i].blob);
	return status;
}

struct fonts *fonts_subset(const struct fonts *fonts, const struct scene *const *scenes,
	size_t n_scenes, struct err *err)
{
	struct font_file files[N_FAMILIES * N_WEIGHTS];
	size_t n_files = 0;
	struct wanted wanted;
	struct fonts *subset = NULL;

	for (int f = 0; f < N_FAMILIES; f++)
		for (int w = 0; w < N_WEIGHTS; w++)
			wanted.characters[f][w] = hb_set_create();
	collect(&wanted, fonts, scenes, n_scenes);
	if (store_faces(fonts, &wanted, files, &n_files, err) == 0)
		subset = fonts_take_files(fonts, files, n_files, err);
	else
		font_files_close(files, n_files);
	for (int f = 0; f < N_FAMILIES; f++)
		for (int w = 0; w < N_WEIGHTS; w++)
			hb_set_destroy(wanted.characters[f][w]);
	return subset;
}
