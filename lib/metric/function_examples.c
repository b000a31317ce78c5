/* A call of every function and what it answers, in its rows' order; the tests ask them all. */
#include <string.h>

#include "metric/functions.h"

const struct metric_example METRIC_EXAMPLES[] = {
	{"poisson_low", "round(poisson_low(5, 0.95), 4)", "1.6235"},
	{"poisson_high", "round(poisson_high(5, 0.95), 4)", "11.6683"},
	{"binomial_low", "round(binomial_low(3, 10, 0.95), 4)", "0.0667"},
	{"binomial_high", "round(binomial_high(3, 10, 0.95), 4)", "0.6525"},
	{"wilson_low", "round(wilson_low(3, 10, 0.95), 4)", "0.1078"},
	{"wilson_high", "round(wilson_high(3, 10, 0.95), 4)", "0.6032"},
	{"rate_ratio", "rate_ratio(65, 1, 130, 1)", "2.0"},
	{"rate_ratio_p", "round(rate_ratio_p(65, 1, 132, 1), 9)", "2.074e-06"},
	{"rate_ratio_low", "round(rate_ratio_low(65, 1, 132, 1, 0.95), 4)", "1.4979"},
	{"rate_ratio_high", "round(rate_ratio_high(65, 1, 132, 1, 0.95), 4)", "2.7769"},
	{"quasi_ratio_z", "round(quasi_ratio_z(65, 1, 132, 1, 4), 4)", "2.3868"},
	{"quasi_ratio_p", "round(quasi_ratio_p(65, 1, 132, 1, 4), 4)", "0.017"},
	{"quasi_ratio_low", "round(quasi_ratio_low(65, 1, 132, 1, 4, 0.95), 4)", "1.1307"},
	{"quasi_ratio_high", "round(quasi_ratio_high(65, 1, 132, 1, 4, 0.95), 4)", "3.6473"},
	{"gamma_lower", "round(gamma_lower(2.5, 3), 4)", "0.6938"},
	{"gamma_upper", "round(gamma_upper(1 / 2.0, 3.8415 / 2), 4)", "0.05"},
	{"gamma_quantile", "round(gamma_quantile(0.95, 2.5), 4)", "5.5352"},
	{"beta_lower", "beta_lower(3, 3, 0.5)", "0.5"},
	{"beta_upper", "beta_upper(3, 3, 0.5)", "0.5"},
	{"beta_quantile", "round(beta_quantile(0.95, 2, 5), 4)", "0.5818"},
	{"percentile", "percentile(value, 0.9) FROM json_each('[4, 1, 2, 3]')", "3.7"},
	{"percentile_6", "percentile_6(value, 0.9) FROM json_each('[4, 1, 2, 3]')", "4.0"},
	{"percentile_nearest", "percentile_nearest(value, 0.5) FROM json_each('[4, 1, 2, 3]')",
		"2.0"},
	{"median", "median(value) FROM json_each('[4, 1, 2, 3]')", "2.5"},
	{"hhi", "hhi(value) FROM json_each('[5, 5]')", "0.5"},
	{"hhi_normalised", "hhi_normalised(value) FROM json_each('[5, 5]')", "0.0"},
	{"effective_number", "effective_number(value) FROM json_each('[5, 5]')", "2.0"},
	{"gini", "round(gini(value), 4) FROM json_each('[1, 2, 7]')", "0.4"},
	{"dispersion", "dispersion(value, 1) FROM json_each('[2, 4, 9]')", "2.6"},
	{"percentiles", "percentiles('nearest', value, 50, 90) FROM json_each('[4, 1, 2, 3]')",
		"{\"n\":4,\"p50\":2,\"p90\":4}"},
	{"bh_q", "bh_q(value, 3) OVER (ORDER BY value DESC) FROM json_each('[0.01, 0.04, 0.03]')",
		"0.04 0.04 0.03"},
	{"by_q",
		"round(by_q(value, 3) OVER (ORDER BY value DESC), 4) FROM json_each('[0.01, 0.04, "
		"0.03]')",
		"0.0733 0.0733 0.055"},
	{"km", "km(value, value < 9, 5) ->> 'p5' FROM json_each('[1, 3, 5, 9]')", "0.75"},
	{"km_times", "km_times(value, value < 9, 50) ->> 't50' FROM json_each('[1, 3, 5, 9]')",
		"4"},
	{"largest_remainder", "largest_remainder(key, value, 2) FROM json_each('[7, 2, 2, 2, 2]')",
		"[46.67,13.34,13.33,13.33,13.33]"},
	{"episode",
		"episode(value, 30, 'previous') OVER (ORDER BY value) FROM json_each('[1, 25, 50, "
		"200]')",
		"1 2 3 1"},
	{"jaccard", "jaccard('退款没到账', '退款没到账！')", "1.0"},
	{"minhash_similarity", "minhash_similarity('快递三天没有更新', '快递，三天没有更新')",
		"1.0"},
	{"minhash_band",
		"minhash_band('快递三天没有更新', 0) = minhash_band('快递，三天没有更新', 0)", "1"},
	{"weekly_limit",
		"weekly_limit(value, NULL, 0.005) OVER (ORDER BY key) ->> 'limit' FROM "
		"json_each('[3, 4, 3, 2, 3]')",
		"- - - 14 12"},
	{"farrington",
		"max(f ->> 'limit') FROM (WITH RECURSIVE w(t) AS (VALUES (1) UNION ALL SELECT t + "
		"1 FROM w WHERE t < 312) SELECT farrington(10 + t % 3) OVER (ORDER BY t) AS f FROM "
		"w)",
		"20"},
	{"ears_c1",
		"round(ears_c1(value, 3, 0.5) OVER (ORDER BY key), 4) FROM json_each('[1, 2, 3, "
		"8]')",
		"- - - 6.0"},
	{"ears_c2",
		"round(ears_c2(value, 3, 0.5) OVER (ORDER BY key), 4) FROM json_each('[1, 2, 3, 3, "
		"2, 8]')",
		"- - - - - 6.0"},
	{"ears_c3",
		"round(ears_c3(value, 3, 0.5) OVER (ORDER BY key), 4) FROM json_each('[1, 2, 3, 3, "
		"2, 4, 5, 8]')",
		"- - - - - - - 12.2791"},
	{"uchart", "uchart(value, 4) ->> 'centre' FROM json_each('[2, 9, 4]')", "1.25"},
	{"cusum", "cusum(value, 2) OVER (ORDER BY key) FROM json_each('[3, 1, 4]')", "1.0 0.0 2.0"},
	{"ewma", "ewma(value, 0.25) OVER (ORDER BY key) FROM json_each('[4, 8]')", "4.0 5.0"},
	{"prr", "round(prr(188, 215, 121, 391), 4)", "1.974"},
	{"prr_low", "round(prr_low(188, 215, 121, 391, 0.95), 4)", "1.6365"},
	{"prr_high", "round(prr_high(188, 215, 121, 391, 0.95), 4)", "2.381"},
	{"ror", "round(ror(188, 215, 121, 391), 4)", "2.8256"},
	{"ror_low", "round(ror_low(188, 215, 121, 391, 0.95), 4)", "2.13"},
	{"ror_high", "round(ror_high(188, 215, 121, 391, 0.95), 4)", "3.7484"},
	{"yates", "round(yates(188, 215, 121, 391), 4)", "52.3922"},
	{"ic", "round(ic(188, 136.1), 4)", "0.4646"},
	{"ic_quantile", "round(ic_quantile(188, 136.1, 0.025), 4)", "0.2509"},
	{"ebgm", "round(ebgm(188, 136.1), 4)", "1.3612"},
	{"ebgm_quantile", "round(ebgm_quantile(188, 136.1, 0.05), 4)", "1.2049"},
	{"negative_binomial_quantile", "negative_binomial_quantile(0.995, 10.5, 1)", "20.0"},
	{"u_low", "round(u_low(0.5, 100, 1), 4)", "0.2879"},
	{"u_high", "round(u_high(0.5, 100, 1), 4)", "0.7121"},
	{"ewma_limit", "round(ewma_limit(10, 0.2, 5, 3), 4)", "12.9877"},
	{"kappa",
		"kappa(value ->> '$[0]', value ->> '$[1]') FROM json_each('[[1, 1], [1, 2], [2, "
		"2], [2, 2]]')",
		"0.5"},
	{"calibration_error",
		"round(calibration_error(value, value > 0.8), 4) FROM json_each('[0.9, 0.8]')",
		"0.45"},
	{"brier", "round(brier(value, value > 0.8), 4) FROM json_each('[0.9, 0.8]')", "0.325"},
	{"logrank",
		"logrank(key % 2, value, value < 9) ->> 'groups' FROM json_each('[1, 3, 5, 9]')",
		"2"},
	{"alarm_place",
		"alarm_place(key, value, value > 5, 4) OVER (ORDER BY key) ->> 'alarm' FROM "
		"json_each('[3, 6, 7, 14]')",
		"0 1 0 1"},
	{"exemplars",
		"json_array_length(exemplars(key, value, 1, 0, 0.5)) FROM json_each('[\"不发货\", "
		"\"一直不发货\", \"态度差\"]')",
		"1"},
	{"loglinear", "round(exp(loglinear(value, 2, 1) ->> 'b0'), 4) FROM json_each('[4, 10]')",
		"3.5"},
	{"anscombe", "json_array_length(anscombe(value, 1, 1)) FROM json_each('[4, 6, 5, 30]')",
		"4"},
	{0},
};

const struct metric_example *metric_example(const char *name)
{
	const struct metric_example *example = METRIC_EXAMPLES;

	while (example->name && strcmp(example->name, name) != 0)
		example++;
	return example->name ? example : NULL;
}
