// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Testing

@testable import Monitor

@Suite struct `Metrics` {
    @Test func `are told as Prometheus reads them, odd texts and numbers too`() throws {
        let odd = "a\"b\\c\nd\r\n ž\u{1F600}"
        let families: [MetricFamily] = [
            .init(.counter, "a_total", "Help with \\ and\nbreak \"quoted\".", 18_014_398_509_481_984),
            .init(.gauge, "b", "Many.", by: "reason", [odd: .infinity, "": -.infinity, "z": 0.1]),
            .init(.gauge, "c_seconds", "None.", by: "x", [:]), .init(.gauge, "d", "Odd.", Double.nan),
            .init(.gauge, "e", "Small.", 1e-7), .init(.gauge, "f", "Large.", 1e300),
        ]
        let text = families.metricsText
        #expect(
            text == """
                # HELP a_total Help with \\\\ and\\nbreak "quoted".
                # TYPE a_total counter
                a_total 18014398509481984
                # HELP b Many.
                # TYPE b gauge
                b{reason=""} -Inf
                b{reason="a\\"b\\\\c\\nd\r\\n ž\u{1F600}"} +Inf
                b{reason="z"} 0.1
                # HELP c_seconds None.
                # TYPE c_seconds gauge
                # HELP d Odd.
                # TYPE d gauge
                d NaN
                # HELP e Small.
                # TYPE e gauge
                e 1e-07
                # HELP f Large.
                # TYPE f gauge
                f 1e+300

                """)
        #expect(try PrometheusText(text).samples.count == 7)
    }

    @Test func `of how long something took add up`() throws {
        var histogram = Histogram(bounds: [0.1, 1])
        let family = { (histogram: Histogram) in [histogram.family("t_seconds", "Time.")].metricsText }
        #expect(try PrometheusText(family(histogram)).samples["t_seconds_count"] == 0)
        for milliseconds in [0, 100, 101, 1_000, 1_001, 60_000] { histogram.observe(.milliseconds(milliseconds)) }
        #expect(
            family(histogram) == """
                # HELP t_seconds Time.
                # TYPE t_seconds histogram
                t_seconds_bucket{le="0.1"} 2
                t_seconds_bucket{le="1"} 4
                t_seconds_bucket{le="+Inf"} 6
                t_seconds_sum 62.202
                t_seconds_count 6

                """)
        #expect(throws: Never.self) { try PrometheusText(family(histogram)) }
    }

    @Test(arguments: [
        "a 1", "# TYPE a counter\na 1\n", "# HELP a b\n# TYPE a counter\na{x=\"\n\"} 1\n",
        "# HELP a b\n# TYPE a counter\na{x=1} 1\n", "# HELP a b\n# TYPE a counter\nb 1\n",
        "# HELP a b\n# TYPE a counter\na 1\na 2\n", "# HELP a b\n# TYPE a counter\na inf\n", "\n",
    ])
    func `told in another way are noticed by these tests`(text: String) {
        #expect(throws: ScratchError.self) { try PrometheusText(text) }
    }
}
