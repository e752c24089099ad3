package main

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Thresholds above which no judgement is made: a machine with other load, or pairs that disagree, prove nothing.
const (
	busiest = 0.15
	widest  = 2.0
)

// sample is one run of one side.
type sample struct {
	done int           // handovers
	took time.Duration // total
	p99  time.Duration
}

func (s sample) rate() float64 { return float64(s.done) / s.took.Seconds() }

// bounds are a scenario's floor and target: the minimum share of the limit's rate, and the maximum multiple of its p99
// (0: none).
type bounds struct {
	floor, target       float64
	floorP99, targetP99 float64
}

// verdict is the result of a scenario's pairs.
type verdict struct {
	name, limit string
	ratios      []float64 // ours ÷ limit, per pair
	p99s        []float64 // ours ÷ limit, per pair; empty if not measured
	bounds      bounds
	busy        float64 // processor use before the run
	ours, lim   float64 // medians of the rates, for display only
}

// line formats the scenario's output line.
func (v verdict) line() string {
	middle, low, high := spread(v.ratios)
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %.2f× of %s (%.2f–%.2f)", v.name, middle, v.limit, low, high)
	if len(v.p99s) > 0 {
		fmt.Fprintf(&b, ", p99 %.1f×", median(v.p99s))
	}
	fmt.Fprintf(&b, ", target %.1f×, %s", v.bounds.target, v.judgement())
	fmt.Fprintf(&b, " [%.0f against %.0f per s]", v.ours, v.lim)
	return b.String()
}

func (v verdict) judgement() string {
	middle, low, high := spread(v.ratios)
	switch {
	case v.busy > busiest:
		return fmt.Sprintf("not judged: machine busy (%.0f %%)", 100*v.busy)
	case len(v.ratios) < 5:
		return fmt.Sprintf("not judged: %d pairs only", len(v.ratios))
	case low <= 0 || high/low > widest:
		return fmt.Sprintf("not judged: pairs spread %.1f×", high/max(low, 1e-9))
	case middle < v.bounds.floor || len(v.p99s) > 0 && v.bounds.floorP99 > 0 && median(v.p99s) > v.bounds.floorP99:
		return "floor missed"
	}
	return "floor ok"
}

// judgeBelow judges a figure that must not exceed its floor.
func judgeBelow(figures []float64, floor, busy float64) string {
	middle, low, high := spread(figures)
	switch {
	case busy > busiest:
		return fmt.Sprintf("not judged: machine busy (%.0f %%)", 100*busy)
	case high/max(low, 1e-9) > widest:
		return fmt.Sprintf("not judged: runs spread %.1f×", high/max(low, 1e-9))
	case middle > floor:
		return "floor missed"
	}
	return "floor ok"
}

func spread(values []float64) (middle, low, high float64) {
	if len(values) == 0 {
		return 0, 0, 0
	}
	return median(values), slices.Min(values), slices.Max(values)
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	switch {
	case n == 0:
		return 0
	case n%2 == 1:
		return sorted[n/2]
	}
	return (sorted[n/2-1] + sorted[n/2]) / 2
}

// p99 returns the 99th percentile; it sorts its argument.
func p99(latencies []time.Duration) time.Duration {
	if len(latencies) == 0 {
		return 0
	}
	slices.Sort(latencies)
	return latencies[min(len(latencies)-1, len(latencies)*99/100)]
}

// interleaved runs A B A B … and compares the pairs.
func interleaved(pairs int, v verdict, ours, limit func(pair int) (sample, error)) (verdict, error) {
	var rates, limits []float64
	for pair := range pairs {
		a, err := ours(pair)
		if err != nil {
			return v, fmt.Errorf("%s: %w", v.name, err)
		}
		b, err := limit(pair)
		if err != nil {
			return v, fmt.Errorf("%s: %w", v.limit, err)
		}
		v.ratios = append(v.ratios, a.rate()/b.rate())
		if v.bounds.floorP99 > 0 {
			v.p99s = append(v.p99s, float64(a.p99)/float64(b.p99))
		}
		rates, limits = append(rates, a.rate()), append(limits, b.rate())
	}
	v.ours, v.lim = median(rates), median(limits)
	return v, nil
}

// busyness is the share of processor time in use while the bench is idle: the minimum of three seconds.
func busyness() float64 {
	least := 1.0
	for range 3 {
		before := processorTimes()
		<-time.After(time.Second)
		least = min(least, usedShare(before, processorTimes()))
		if least <= busiest {
			break
		}
	}
	return least
}

// processorTimes reads the first line of /proc/stat: user nice system idle iowait irq softirq steal.
func processorTimes() []float64 {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return nil
	}
	line, _, _ := strings.Cut(string(text), "\n")
	var times []float64
	for _, field := range strings.Fields(line)[1:] {
		n, err := strconv.ParseFloat(field, 64)
		if err != nil {
			return nil
		}
		times = append(times, n)
	}
	return times[:min(len(times), 8)]
}

// usedShare returns 1, which is never judged, if the times could not be read.
func usedShare(before, after []float64) float64 {
	if len(before) < 5 || len(before) != len(after) {
		return 1
	}
	var all, idle float64
	for i := range after {
		all += after[i] - before[i]
		if i == 3 || i == 4 { // iowait is idle time of the processor
			idle += after[i] - before[i]
		}
	}
	if all == 0 {
		return 1
	}
	return 1 - idle/all
}
