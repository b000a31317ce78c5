#include "sql/tree.h"

#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { POINTER = 2, NUMBER = 4 }; /* bytes of a cell's place in its page, and of a page's number */
enum { LEAF_HEADER = 8, INNER_HEADER = 12, LEAST_CELL = 4 };
enum { N_CELLS_AT = 3, CONTENT_AT = 5, LAST_CHILD_AT = 8 };
static const unsigned char LEAF_FLAG[] = {[TREE_TABLE] = 0x0d, [TREE_INDEX] = 0x0a};
static const unsigned char INNER_FLAG[] = {[TREE_TABLE] = 0x05, [TREE_INDEX] = 0x02};

static void put_two(unsigned char *p, size_t value)
{
	p[0] = (unsigned char)(value >> 8);
	p[1] = (unsigned char)value;
}

static size_t get_two(const unsigned char *p)
{
	return (size_t)p[0] << 8 | p[1];
}

static void put_four(unsigned char *p, uint32_t value)
{
	value = htobe32(value);
	memcpy(p, &value, sizeof value);
}

static void begin_leaf(struct tree *tree)
{
	tree->n_cells = 0;
	tree->content = pages_size(tree->pages);
}

void tree_init(struct tree *tree, enum tree_kind kind, struct pages *pages, uint32_t root)
{
	size_t size = pages_size(pages);

	*tree = (struct tree){.kind = kind, .pages = pages, .root = root};
	tree->most = kind == TREE_TABLE ? size - 35 : (size - 12) * 64 / 255 - 23;
	tree->least = (size - 12) * 32 / 255 - 23;
	tree->leaf = mem_alloc(size);
	begin_leaf(tree);
}

void tree_release(struct tree *tree)
{
	free(tree->leaf);
	free(tree->leaves.children);
	buf_release(&tree->leaves.keys);
	buf_release(&tree->long_row);
	*tree = (struct tree){0};
}

static void add_child(struct level *level, uint32_t page, const void *key, size_t n_key)
{
	level->children =
		mem_grow(level->children, level->n, &level->capacity, sizeof *level->children);
	level->children[level->n++] = (struct child){page, (uint32_t)n_key, level->keys.len};
	buf_add(&level->keys, key, n_key);
}

/* Header and gap of a page whose cells and their places stand. */
static void finish_page(
	unsigned char *page, size_t header, unsigned char flag, size_t n_cells, size_t content)
{
	size_t used = header + n_cells * POINTER;

	memset(page, 0, LEAF_HEADER);
	page[0] = flag;
	put_two(page + N_CELLS_AT, n_cells);
	put_two(page + CONTENT_AT, content); /* 65536 is 0 */
	memset(page + used, 0, content - used);
}

static void finish_leaf(struct tree *tree)
{
	finish_page(tree->leaf, LEAF_HEADER, LEAF_FLAG[tree->kind], tree->n_cells, tree->content);
}

/* The last cell of an index's leaf goes up, to stand between it and the next. */
static size_t take_last(struct tree *tree, unsigned char **cell)
{
	size_t before, n;

	tree->n_cells--;
	before = tree->n_cells ? get_two(tree->leaf + LEAF_HEADER + (tree->n_cells - 1) * POINTER)
			       : pages_size(tree->pages);
	*cell = tree->leaf + tree->content;
	n = before - tree->content;
	tree->content = before;
	return n;
}

/* The leaf is full, and there is a row for the next one. */
static int write_leaf(struct tree *tree, struct err *err)
{
	unsigned char rowid[VARINT_BYTES];
	unsigned char *key = rowid;
	size_t n_key;
	uint32_t page;

	if (tree->kind == TREE_TABLE)
		n_key = varint_put(rowid, (uint64_t)tree->last);
	else
		n_key = take_last(tree, &key);
	add_child(&tree->leaves, 0, key, n_key);
	finish_leaf(tree);
	if (pages_add(tree->pages, tree->leaf, &page, err) < 0)
		return -1;
	tree->leaves.children[tree->leaves.n - 1].page = page;
	begin_leaf(tree);
	return 0;
}

/* Room for a cell in the leaf, or in the next. */
static unsigned char *add_cell(struct tree *tree, size_t n, struct err *err)
{
	n = n < LEAST_CELL ? LEAST_CELL : n;
	if (LEAF_HEADER + (tree->n_cells + 1) * POINTER + n > tree->content &&
		write_leaf(tree, err) < 0)
		return NULL;
	tree->content -= n;
	put_two(tree->leaf + LEAF_HEADER + tree->n_cells++ * POINTER, tree->content);
	return tree->leaf + tree->content;
}

/* What a row is too long by, in a chain of pages. */
static int write_overflow(struct tree *tree, const char *bytes, size_t n, struct err *err)
{
	size_t room = pages_size(tree->pages) - NUMBER;
	unsigned char *page = mem_alloc(pages_size(tree->pages));
	int status = 0;

	while (n && status == 0) {
		size_t here = n < room ? n : room;
		uint32_t number = pages_next(tree->pages);

		n -= here;
		put_four(page, n ? pages_after(tree->pages, number) : 0);
		memcpy(page + NUMBER, bytes, here);
		memset(page + NUMBER + here, 0, room - here);
		status = pages_add(tree->pages, page, &number, err);
		bytes += here;
	}
	free(page);
	return status;
}

static size_t put_head(const struct tree *tree, unsigned char *head, size_t size, int64_t id)
{
	size_t n = varint_put(head, size);

	return tree->kind == TREE_TABLE ? n + varint_put(head + n, (uint64_t)id) : n;
}

static int add_long(
	struct tree *tree, int64_t id, const struct image *image, size_t size, struct err *err)
{
	unsigned char head[2 * VARINT_BYTES], *cell;
	size_t n_head = put_head(tree, head, size, id);
	size_t local = tree->least + (size - tree->least) % (pages_size(tree->pages) - NUMBER);
	uint32_t first;

	if (local > tree->most)
		local = tree->least;
	buf_clear(&tree->long_row);
	buf_reserve(&tree->long_row, size);
	image_write(image, (unsigned char *)tree->long_row.data);
	first = pages_next(tree->pages);
	if (write_overflow(tree, tree->long_row.data + local, size - local, err) < 0)
		return -1;
	cell = add_cell(tree, n_head + local + NUMBER, err);
	if (!cell)
		return -1;
	memcpy(cell, head, n_head);
	memcpy(cell + n_head, tree->long_row.data, local);
	put_four(cell + n_head + local, first);
	return 0;
}

int tree_add(struct tree *tree, int64_t id, const struct image *image, struct err *err)
{
	unsigned char head[2 * VARINT_BYTES], *cell;
	size_t size = image_size(image);
	size_t n_head;

	if (size > tree->most) {
		if (add_long(tree, id, image, size, err) < 0)
			return -1;
	} else {
		n_head = put_head(tree, head, size, id);
		cell = add_cell(tree, n_head + size, err);
		if (!cell)
			return -1;
		memcpy(cell, head, n_head);
		image_write(image, cell + n_head);
	}
	assert(tree->kind == TREE_INDEX || tree->last < id || !tree->leaves.n);
	tree->last = id;
	return 0;
}

/* How many children from `first` on a page takes: all but the last with their keys. A page must not
 * be left with one. */
static size_t count_fitting(const struct tree *tree, const struct level *level, size_t first)
{
	size_t room = pages_size(tree->pages) - INNER_HEADER;
	size_t n = 1; /* the last one */

	for (; first + n < level->n; n++) {
		size_t cell = POINTER + NUMBER + level->children[first + n - 1].n_key;

		if (cell > room)
			break;
		room -= cell;
	}
	return level->n - first - n == 1 ? n - 1 : n;
}

static void make_inner(const struct tree *tree, const struct level *level, size_t first, size_t n,
	unsigned char *page)
{
	size_t content = pages_size(tree->pages);

	for (size_t i = 0; i + 1 < n; i++) {
		const struct child *child = &level->children[first + i];

		content -= NUMBER + child->n_key;
		put_four(page + content, child->page);
		memcpy(page + content + NUMBER, level->keys.data + child->key, child->n_key);
		put_two(page + INNER_HEADER + i * POINTER, content);
	}
	finish_page(page, INNER_HEADER, INNER_FLAG[tree->kind], n - 1, content);
	put_four(page + LAST_CHILD_AT, level->children[first + n - 1].page);
}

/* The level above, whose pages are written; of a single one only its contents are made. */
static int raise(const struct tree *tree, const struct level *below, struct level *above,
	unsigned char *page, struct err *err)
{
	for (size_t first = 0, n; first < below->n; first += n) {
		const struct child *last;
		uint32_t number;

		n = count_fitting(tree, below, first);
		make_inner(tree, below, first, n, page);
		if (n == below->n)
			return 0;
		if (pages_add(tree->pages, page, &number, err) < 0)
			return -1;
		last = &below->children[first + n - 1];
		add_child(above, number, below->keys.data + last->key, last->n_key);
	}
	return 0;
}

static void release_level(struct level *level)
{
	free(level->children);
	buf_release(&level->keys);
	*level = (struct level){0};
}

/* Level by level until one page is left, the root. */
static int write_inner(struct tree *tree, struct err *err)
{
	unsigned char *page = mem_alloc(pages_size(tree->pages));
	int status = 0;

	while (status == 0) {
		struct level above = {0};

		status = raise(tree, &tree->leaves, &above, page, err);
		release_level(&tree->leaves);
		tree->leaves = above;
		if (!above.n)
			break;
	}
	if (status == 0)
		status = pages_replace(tree->pages, tree->root, page, err);
	free(page);
	return status;
}

int tree_finish(struct tree *tree, struct err *err)
{
	uint32_t page;

	finish_leaf(tree);
	if (!tree->leaves.n)
		return pages_replace(tree->pages, tree->root, tree->leaf, err);
	if (pages_add(tree->pages, tree->leaf, &page, err) < 0)
		return -1;
	add_child(&tree->leaves, page, NULL, 0);
	return write_inner(tree, err);
}
