#pragma once
/* One B-tree of a database file, built from rows in order, from the leaves up
 * (https://sqlite.org/fileformat2.html, 1.6): a leaf is written when it is full, and the pages
 * above when all leaves are.
 *
 *	struct tree tree;
 *	tree_init(&tree, TREE_TABLE, pages, root);
 *	tree_add(&tree, 1, &image, &err);
 *	tree_finish(&tree, &err);        // not when anything failed
 *	tree_release(&tree); */
#include "base/buf.h"
#include "sql/image.h"
#include "sql/pages.h"

/* A table with rowids, or one without: that is an index, whose rows are their own keys. */
enum tree_kind { TREE_TABLE, TREE_INDEX };

/* A page that is written, and the key of what stands in it and below at most. */
struct child {
	uint32_t page;
	uint32_t n_key; /* bytes */
	size_t key;     /* in struct level */
};

struct level {
	struct child *children;
	size_t n, capacity;
	struct buf keys;
};

struct tree {
	enum tree_kind kind;
	struct pages *pages;
	uint32_t root;
	size_t most, least; /* bytes of a row that are kept in a leaf, when it overflows */
	unsigned char *leaf;
	size_t n_cells, content; /* cells of the leaf, and where the last of them begins */
	int64_t last;            /* rowid */
	struct level leaves;
	struct buf long_row;
};

/* `root`: the page of a tree that is empty. */
void tree_init(struct tree *tree, enum tree_kind kind, struct pages *pages, uint32_t root);
/* Rows come in the order of the tree. `id`: the rowid, of a table. */
int tree_add(struct tree *tree, int64_t id, const struct image *image, struct err *err);
int tree_finish(struct tree *tree, struct err *err);
void tree_release(struct tree *tree);
