package paper

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"tripol/internal/pdf"
)

// The drawings of damaged houses are those of the phone (frontend/src/field/damage/HousePicture.svelte; a test compares
// them): five grades of a house of mud and thatch, five of a brick house, in a box of 96 by 72 units.
const (
	pictureWidth, pictureHeight = 96.0, 72.0
	pictureScale                = 18 / pictureWidth // mm per unit
	ground                      = "M2 66h92"
	door                        = "M43 66V45h12v21z"
	brokenWall                  = "m68 36-4 8 5 6-4 8 3 8"
	courses                     = "M18 39h20M18 48h18M18 57h20M28 30v9m-4 0v9m6 0v9m-6 0v9"
	coursesRight                = "M60 39h18M60 48h18M60 57h18M68 30v9m4 0v9m-6 0v9m6 0v9"
)

// stroke is one path of a drawing: its line width in units and its grey inside, 0 for none.
type stroke struct {
	path  string
	width float64
	grey  float64
}

func wall(path string) stroke { return stroke{path, 2, 0.94} }
func roof(path string) stroke { return stroke{path, 2, 0.72} }
func hole(path string) stroke { return stroke{path, 2, 0.2} }
func line(path string) stroke { return stroke{path, 1.2, 0} }
func wood(path string) stroke { return stroke{path, 3, 0} }

// houses are the drawings by build and grade.
var houses = map[string][][]stroke{
	"mud": {
		{
			wall("M18 66V36h60v30z"), line("M26 42v18M70 42v18"), hole(door), roof("M8 40 48 10l40 30z"),
			line("m28 32 4-5m10 8 3-7m10 9-1-7m16 8-4-6"),
		},
		{
			wall("M18 66V36h60v30z"), line("M26 42v18M70 42v18"), hole(door), roof("M8 40 48 10l40 30z"),
			hole("m58 24 8 3 2 8-9-3z"), line("m28 32 4-5m10 8 3-7m10 9-1-7m16 8-4-6"),
		},
		{
			wall("M18 66V36h60v30z"), line("M26 42v18M70 42v18"), hole(door),
			roof("M8 40 32 20l4-4 5 8-6 5 4 11zM62 40l-3-9 5-5-4-8 28 22z"), wood("m36 16 12-8 12 10M48 8v32M38 40h24"),
			wood(brokenWall),
		},
		{
			wall("M18 66V36h22l-3 10 5 10-3 10zM66 66l-2-12 5-8 9 4v16z"), wood("m12 38 22-18M18 36h24M66 47l14-6"),
			roof("m44 66 6-16 18 10-4 6z"),
		},
		{
			roof("M8 66c6-10 18-14 34-14s34 4 44 14z"), line("m20 64 4-8m8 8 3-11m10 11v-11m12 11-3-11m14 11-5-9"),
			wood("m26 56 14-16m16 14 12-18M46 52l3-16"),
		},
	},
	"brick": {
		{wall("M18 66V30h60v36z"), line(courses), line(coursesRight), hole(door), roof("M12 22h72v8H12z")},
		{
			wall("M18 66V30h60v36z"), line(courses), line(coursesRight), hole(door), roof("M12 22h72v8H12z"),
			wood("m26 31 4 7-4 5 4 6M68 22l-3 4 4 4"),
		},
		{
			wall("M18 66V30h60v36z"), line(courses), line(coursesRight), hole(door),
			roof("M12 22h30l-5 8H12zM66 22h18v8H61z"), wood("M37 30h24m-14 0v-7m8 7v-5"), wood(brokenWall),
		},
		{
			wall("M18 66V30h22l-4 9 6 8-5 8 4 11zM62 66l4-7-3-7 7-5 8 2v17z"), line(courses), wood("M18 30h24m20 18 16 2"),
			roof("M46 66l4-10 16 4-2 6z"),
		},
		{
			wall("M14 66v-9l6-4 4 5 7-3 5 7 8-5 6 3 7-6 6 6 8-3 5 9z"), line("M22 60h8m6 3h7m8-3h7m5 3h7M16 63h6"),
			roof("m18 54 24-9 3 4-25 9zM52 53l22-13 3 4-21 13z"),
		},
	},
}

// pictures returns the drawings as objects of a document, named after build and grade.
func pictures() (all []pdf.Object) {
	for _, build := range []string{"mud", "brick"} {
		for grade, strokes := range houses[build] {
			var ops strings.Builder
			scale := pdf.Points(pictureScale)
			fmt.Fprintf(&ops, "q %.4f 0 0 %.4f 0 0 cm 1 J 1 j\n", scale, -scale)
			for _, s := range append([]stroke{line(ground)}, strokes...) {
				paint := "S"
				if s.grey > 0 {
					paint = "B"
				}
				fmt.Fprintf(&ops, "%.1f w %.2f g %s %s\n", s.width, s.grey, operators(s.path), paint)
			}
			ops.WriteString("Q")
			all = append(all, pdf.Object{
				Name: pictureName(build, grade), Width: pictureWidth * pictureScale, Height: pictureHeight * pictureScale,
				Ops: []byte(ops.String()),
			})
		}
	}
	return all
}

func pictureName(build string, grade int) string { return build + strconv.Itoa(grade) }

var pathToken = regexp.MustCompile(`[MmLlHhVvCcSsZz]|-?\d*\.?\d+`)

// arguments is the number of numbers of a step of a path.
var arguments = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'S': 4, 'Z': 0}

// trace follows a path of SVG and writes the operators of PDF, which have absolute points only.
type trace struct {
	ops          strings.Builder
	x, y         float64 // the present point
	fromX, fromY float64 // where the part of the path began
	backX, backY float64 // the last control point of a curve
}

// operators converts a path of lines and curves.
func operators(path string) string {
	var t trace
	var step byte
	var numbers []float64
	for _, token := range pathToken.FindAllString(path, -1) {
		if n, err := strconv.ParseFloat(token, 64); err == nil {
			numbers = append(numbers, n)
		} else {
			step, numbers = token[0], nil
		}
		if len(numbers) == arguments[step&^0x20] {
			t.step(step, numbers)
			numbers = nil
			if step&^0x20 == 'M' { // further points of a move are lines
				step = step - 'M' + 'L'
			}
		}
	}
	return strings.TrimSpace(t.ops.String())
}

// step draws one step; in lower case its numbers are relative to the present point.
func (t *trace) step(step byte, n []float64) {
	x, y := 0.0, 0.0
	if step >= 'a' {
		x, y = t.x, t.y
	}
	switch step &^ 0x20 {
	case 'M':
		t.fromX, t.fromY = x+n[0], y+n[1]
		t.to("m", t.fromX, t.fromY)
	case 'L':
		t.to("l", x+n[0], y+n[1])
	case 'H':
		t.to("l", x+n[0], t.y)
	case 'V':
		t.to("l", t.x, y+n[0])
	case 'C':
		t.curve(x+n[0], y+n[1], []float64{x + n[2], y + n[3], x + n[4], y + n[5]})
	case 'S':
		t.curve(2*t.x-t.backX, 2*t.y-t.backY, []float64{x + n[0], y + n[1], x + n[2], y + n[3]})
	case 'Z':
		t.ops.WriteString("h ")
		t.x, t.y = t.fromX, t.fromY
	}
}

func (t *trace) to(operator string, x, y float64) {
	fmt.Fprintf(&t.ops, "%.1f %.1f %s ", x, y, operator)
	t.x, t.y, t.backX, t.backY = x, y, x, y
}

func (t *trace) curve(x1, y1 float64, n []float64) {
	fmt.Fprintf(&t.ops, "%.1f %.1f %.1f %.1f %.1f %.1f c ", x1, y1, n[0], n[1], n[2], n[3])
	t.backX, t.backY, t.x, t.y = n[0], n[1], n[2], n[3]
}
