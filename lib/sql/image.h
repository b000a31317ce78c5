#pragma once
/* A row as SQLite stores it: its record format (https://sqlite.org/fileformat2.html, 2.1), a header
 * of the values' types and then the values.
 *
 *	struct image image = {0};
 *	image_integer(&image, 7);
 *	image_text(&image, "fan", 3);
 *	image_write(&image, bytes);      // image_size() of them
 *	image_clear(&image);             // the next row
 *	image_release(&image); */
#include <stddef.h>
#include <stdint.h>

enum { IMAGE_COLUMNS = 64, VARINT_BYTES = 9 };

struct image {
	size_t n_types, n_values; /* bytes of them */
	unsigned char *values;
	size_t capacity;
	unsigned char types[IMAGE_COLUMNS * VARINT_BYTES];
};

void image_null(struct image *image);
void image_integer(struct image *image, int64_t value);
/* Those that are `null` become NULL. */
void image_integers(struct image *image, const int64_t *values, size_t n, int64_t null);
void image_text(struct image *image, const char *text, size_t n);  /* a copy */
void image_blob(struct image *image, const void *bytes, size_t n); /* likewise */
size_t image_size(const struct image *image);
void image_write(const struct image *image, unsigned char *out);
void image_clear(struct image *image);
void image_release(struct image *image);

/* SQLite's integers of variable length: up to nine bytes, big-endian, seven bits in each but the
 * ninth. Returns the bytes written. */
size_t varint_put(unsigned char *out, uint64_t value);
