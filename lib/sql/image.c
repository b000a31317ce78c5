#include "sql/image.h"

#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { TYPE_NULL = 0, TYPE_ZERO = 8, TYPE_ONE = 9, TYPE_BLOB = 12, TYPE_TEXT = 13 };
enum { WORD = 8 };

size_t varint_put(unsigned char *out, uint64_t value)
{
	unsigned char reversed[VARINT_BYTES];
	size_t n = 0;

	if (value < 0x80) {
		*out = (unsigned char)value;
		return 1;
	}
	if (value >> 56) {
		for (int i = 7; i >= 0; i--)
			out[i] = (unsigned char)(value >> (8 + 7 * (7 - i)) | 0x80);
		out[8] = (unsigned char)value;
		return VARINT_BYTES;
	}
	for (; value; value >>= 7)
		reversed[n++] = (unsigned char)(value & 0x7f) | 0x80;
	reversed[0] &= 0x7f;
	for (size_t i = 0; i < n; i++)
		out[i] = reversed[n - 1 - i];
	return n;
}

/* Room for more values, and for a whole word behind an integer of fewer bytes. */
static unsigned char *room(struct image *image, size_t n)
{
	size_t need = image->n_values + n + WORD;

	if (need > image->capacity) {
		image->capacity = need * 2;
		image->values = mem_resize(image->values, image->capacity);
	}
	return image->values + image->n_values;
}

static void add_type(struct image *image, uint64_t type)
{
	assert(image->n_types + VARINT_BYTES <= sizeof image->types);
	image->n_types += varint_put(image->types + image->n_types, type);
}

void image_null(struct image *image)
{
	add_type(image, TYPE_NULL);
}

/* The type of an integer that has so many bits besides its sign, and its bytes. */
static const struct {
	unsigned char type, n;
} SIZES[WORD] = {{1, 1}, {2, 2}, {3, 3}, {4, 4}, {5, 6}, {5, 6}, {6, 8}, {6, 8}};

static size_t add_integer(unsigned char *type, unsigned char *out, int64_t value)
{
	uint64_t bits = (uint64_t)(value < 0 ? ~value : value), word;
	size_t n_bits, size;

	if (bits <= 1 && value >= 0) {
		*type = (unsigned char)(TYPE_ZERO + value);
		return 0;
	}
	n_bits = 64 - (size_t)__builtin_clzll(bits | 1);
	size = SIZES[n_bits / 8].n;
	*type = SIZES[n_bits / 8].type;
	word = htobe64((uint64_t)value << 8 * (WORD - size));
	memcpy(out, &word, sizeof word);
	return size;
}

void image_integer(struct image *image, int64_t value)
{
	assert(image->n_types < sizeof image->types);
	image->n_values += add_integer(image->types + image->n_types++, room(image, WORD), value);
}

void image_integers(struct image *image, const int64_t *values, size_t n, int64_t null)
{
	unsigned char *out = room(image, n * WORD), *start = out;
	unsigned char *types = image->types + image->n_types;

	assert(image->n_types + n <= sizeof image->types);
	for (size_t i = 0; i < n; i++)
		if (values[i] == null)
			types[i] = TYPE_NULL;
		else
			out += add_integer(&types[i], out, values[i]);
	image->n_types += n;
	image->n_values += (size_t)(out - start);
}

static void add_bytes(struct image *image, const void *bytes, size_t n, int type)
{
	add_type(image, (uint64_t)n * 2 + (uint64_t)type);
	if (n)
		memcpy(room(image, n), bytes, n);
	image->n_values += n;
}

void image_text(struct image *image, const char *text, size_t n)
{
	add_bytes(image, text, n, TYPE_TEXT);
}

void image_blob(struct image *image, const void *bytes, size_t n)
{
	add_bytes(image, bytes, n, TYPE_BLOB);
}

/* The header's size, which counts itself; 576 bytes of types at most. */
static size_t header_size(const struct image *image)
{
	return image->n_types + 1 < 0x80 ? image->n_types + 1 : image->n_types + 2;
}

size_t image_size(const struct image *image)
{
	return header_size(image) + image->n_values;
}

void image_write(const struct image *image, unsigned char *out)
{
	out += varint_put(out, header_size(image));
	memcpy(out, image->types, image->n_types);
	if (image->n_values)
		memcpy(out + image->n_types, image->values, image->n_values);
}

void image_clear(struct image *image)
{
	image->n_types = image->n_values = 0;
}

void image_release(struct image *image)
{
	free(image->values);
	*image = (struct image){0};
}
