/* Where labels can stand without touching. */
#include <stdlib.h>

#include "chart/plot.h"

static const double ASCENT = 0.88, DESCENT = 0.24; /* of the type size; CJK fills its square */

void placer_block(struct placer *placer, double left, double top, double right, double bottom)
{
	placer->boxes =
		mem_grow(placer->boxes, placer->n, &placer->capacity, sizeof *placer->boxes);
	placer->boxes[placer->n++] = (struct box){left, top, right, bottom};
}

static bool is_free(const struct placer *placer, const struct box *box)
{
	if (box->left < placer->left || box->right > placer->right || box->top < placer->top ||
		box->bottom > placer->bottom)
		return false;
	for (size_t i = 0; i < placer->n; i++) {
		const struct box *other = &placer->boxes[i];

		if (box->left < other->right && other->left < box->right &&
			box->top < other->bottom && other->top < box->bottom)
			return false;
	}
	return true;
}

bool placer_take(struct placer *placer, double x, double baseline, enum align align, double width,
	double size)
{
	double left = x - (align == ALIGN_LEFT ? 0 : align == ALIGN_RIGHT ? width : width / 2);
	struct box box = {left, baseline - ASCENT * size, left + width, baseline + DESCENT * size};

	if (!is_free(placer, &box))
		return false;
	placer_block(placer, box.left, box.top, box.right, box.bottom);
	return true;
}

void placer_release(struct placer *placer)
{
	free(placer->boxes);
}

/* Neighbours that are too close become one block around their mean; blocks merge until none touch
 * (isotonic regression of at[i] - i * gap). */
void spread(double *at, size_t n, double gap, double low, double high)
{
	struct block {
		double sum;
		size_t n;
	} *blocks = mem_alloc((n ? n : 1) * sizeof *blocks);
	size_t n_blocks = 0, k = 0;

	for (size_t i = 0; i < n; i++) {
		blocks[n_blocks++] = (struct block){at[i] - (double)i * gap, 1};
		while (n_blocks > 1 &&
			blocks[n_blocks - 2].sum / (double)blocks[n_blocks - 2].n >=
				blocks[n_blocks - 1].sum / (double)blocks[n_blocks - 1].n) {
			blocks[n_blocks - 2].sum += blocks[n_blocks - 1].sum;
			blocks[n_blocks - 2].n += blocks[n_blocks - 1].n;
			n_blocks--;
		}
	}
	high -= n ? (double)(n - 1) * gap : 0;
	for (size_t b = 0; b < n_blocks; b++) {
		double base = blocks[b].sum / (double)blocks[b].n;

		base = base > high ? high : base;
		base = base < low ? low : base;
		for (size_t i = 0; i < blocks[b].n; i++, k++)
			at[k] = base + (double)k * gap;
	}
	free(blocks);
}
