package web

import (
	"fmt"
	"slices"

	"tripol/internal/area"
	"tripol/internal/campaign"
	"tripol/internal/release"
	"tripol/internal/words"
)

// breaks are the lower bounds of the map's five classes of homes begun; they are constant, so that two maps can be
// compared.
var breaks = [...]int64{1, 10, 50, 100, 500}

// campaignView is one campaign as a page shows it.
type campaignView struct {
	release.Campaign
	Name   string
	Bar    []segment
	Legend []legendLine
	Rows   []blockView
	Rough  bool // at least one outline is approximate

	Sources []string // attributions of the outlines, each once
}

// segment is one step of the bar and of the list below it.
type segment struct {
	Step     campaign.Stage
	Homes    int64
	X, Width string // in the bar's coordinates, which are barWidth wide; a step beside the sequence has no width
}

// legendLine is an appearance on the map with its label.
type legendLine struct{ Look, Words string }

// blockView is one row of the table and one shape of the map, with the same numbers.
type blockView struct {
	release.Block
	Name        string
	Look        string // class of the shape
	Value       string // the shape's tooltip
	Begun, Done release.Cell
}

const barWidth = 600

// ViewBox returns the map's view box with a margin for the stroke width.
func (c campaignView) ViewBox() string { return fmt.Sprintf("-2 -2 %d %d", c.Width+4, c.Height+4) }

func (v view) campaign(c release.Campaign) campaignView {
	out := campaignView{Campaign: c, Name: c.Names().In(v.Language), Bar: bar(c), Legend: v.legend(c.K)}
	for _, b := range c.Blocks {
		row := blockView{Block: b, Name: b.Names().In(v.Language), Look: look(b), Begun: release.Few, Done: release.Few}
		if b.Homes.Planned.Shown() {
			row.Begun, row.Done = release.Cell(b.Homes.Begun()), release.Cell(b.Homes.Done())
		}
		row.Value = v.value(row, c.K)
		out.Rough = out.Rough || b.Quality == area.Approximate
		if b.Source != "" && !slices.Contains(out.Sources, b.Source) {
			out.Sources = append(out.Sources, b.Source)
		}
		out.Rows = append(out.Rows, row)
	}
	words.SortBy(out.Rows, v.Language, func(row blockView) string { return row.Name })
	return out
}

// look returns the class of a block. Four classes look empty and differ in meaning: none begun, few planned, nothing
// known, outside the campaign.
func look(b release.Block) string {
	switch {
	case !b.Homes.Planned.Shown():
		return "few"
	case b.Homes.Planned == 0 && b.Families.Registered.Shown():
		return "unknown" // families are recorded, and nothing is known of homes
	case b.Homes.Planned == 0:
		return "absent"
	}
	class := 0
	for class < len(breaks) && b.Homes.Begun() >= breaks[class] {
		class++
	}
	if class == 0 {
		return "zero"
	}
	return fmt.Sprintf("class-%d", class)
}

func (v view) value(b blockView, k int64) string {
	switch b.Look {
	case "few":
		return v.T("public.few_homes", "k", k)
	case "absent":
		return v.T("public.not_here")
	case "unknown":
		return v.T("public.no_data")
	case "zero":
		return v.T("public.zero")
	}
	return v.T("public.legend") + ": " + v.Cell(b.Begun)
}

func (v view) legend(k int64) []legendLine {
	var lines []legendLine
	for i, from := range breaks {
		text := v.T("public.legend_up", "low", from)
		if i+1 < len(breaks) {
			text = v.T("public.legend_range", "low", from, "high", breaks[i+1]-1)
		}
		lines = append(lines, legendLine{fmt.Sprintf("class-%d", i+1), text})
	}
	return append(lines,
		legendLine{"zero", v.T("public.zero")}, legendLine{"few", v.T("public.few_homes", "k", k)},
		legendLine{"unknown", v.T("public.no_data")}, legendLine{"absent", v.T("public.not_here")})
}

// bar divides the goal into the steps. Paused and stopped homes are listed but take no width.
func bar(c release.Campaign) []segment {
	if !c.Homes.Planned.Shown() {
		return nil
	}
	whole := max(c.Goal, c.Homes.Counted(), 1)
	var out []segment
	var x float64
	for _, step := range campaign.Stages {
		s := segment{Step: step, Homes: c.Homes.Steps[step]}
		if step != campaign.Paused && step != campaign.Stopped {
			width := float64(s.Homes) * barWidth / float64(whole)
			s.X, s.Width = fmt.Sprintf("%.1f", x), fmt.Sprintf("%.1f", width)
			x += width
		} else if s.Homes == 0 {
			continue
		}
		out = append(out, s)
	}
	return out
}

// T returns the sentence of a key; pairs are names and values of its placeholders.
func (v view) T(key string, pairs ...any) string {
	return v.catalogue.T(v.Language, key, argsOf(pairs))
}

func argsOf(pairs []any) words.Args {
	args := words.Args{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return args
}

// N returns the plural form of a sentence for a count; pairs are as those of T.
func (v view) N(key string, count int64, pairs ...any) string {
	return v.catalogue.N(v.Language, key, count, argsOf(pairs))
}

// Number formats a count in the reader's digits.
func (v view) Number(n int64) string { return v.catalogue.Number(v.Language, n) }

// Money formats paise as rupees.
func (v view) Money(paise int64) string { return v.catalogue.Money(v.Language, paise) }

// Day formats the day of a release.
func (v view) Day(c campaignView) string { return v.catalogue.Date(v.Language, c.PublishedAt.Time) }

// Cell formats a number, or the word for few.
func (v view) Cell(c release.Cell) string {
	if !c.Shown() {
		return v.T("public.few")
	}
	return v.Number(int64(c))
}

// Languages returns the languages of the language switch.
func (v view) Languages() []words.Language { return words.Languages }

// Own returns a language's name in that language.
func (v view) Own(l words.Language) string {
	return l.Name()
}
