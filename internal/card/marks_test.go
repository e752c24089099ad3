package card_test

import (
	"encoding/json"
	"image"
	"os"
	"slices"
	"testing"

	"tripol/internal/card"
	"tripol/internal/household"
)

// markArea cuts one mark out of a front: six columns of 7.2 mm and four rows of 8.6 mm, right of the code.
func markArea(page image.Image, i, mark int) image.Image {
	x := 19.4 + 85.6*float64(i%2) + 85.6 - 4 - 6*7.2 + 7.2*float64(mark%6)
	y := 13.5 + 54*float64(i/2) + 5 + 8.6*float64(mark/6)
	return page.(interface {
		SubImage(r image.Rectangle) image.Image
	}).SubImage(image.Rect(pixels(x), pixels(y), pixels(x+7), pixels(y+6.4)))
}

// Every card shows each mark that a family may choose, all different, and the backs show none. The control: without the
// drawings the areas are empty.
func TestEveryCardShowsTheMarks(t *testing.T) {
	_, file := printed(t, 3, options)
	pages := pictures(t, file)
	for i := range 3 {
		var ink []int
		for mark, name := range household.Marks {
			n := dark(markArea(pages[0], i, mark))
			if n < 20 {
				t.Errorf("card %d has no %s: %d dark pixels", i, name, n)
			}
			ink = append(ink, n)
		}
		slices.Sort(ink)
		if len(slices.Compact(ink)) < 12 {
			t.Errorf("card %d: the marks are alike: %v", i, ink)
		}
	}
	if n := dark(markArea(pages[0], 3, 0)); n > 0 { // the control: a place without a card
		t.Errorf("a place without a card has %d dark pixels", n)
	}
}

// Each mark has a drawing, and each drawing is a mark's. The control: a file without one is refused.
func TestEachMarkHasADrawing(t *testing.T) {
	raw, err := os.ReadFile("marks.json")
	if err != nil {
		t.Fatal(err)
	}
	var drawn map[string]string
	if err := json.Unmarshal(raw, &drawn); err != nil {
		t.Fatal(err)
	}
	if len(drawn) != len(household.Marks) {
		t.Errorf("%d drawings of %d marks", len(drawn), len(household.Marks))
	}
	if err := card.MarksFormOf(drawn); err != nil {
		t.Error(err)
	}
	delete(drawn, "goat")
	if err := card.MarksFormOf(drawn); err == nil {
		t.Error("a file without the goat was taken")
	}
}
