package paper

import (
	"strconv"

	"tripol/internal/household"
	"tripol/internal/pdf"
)

// The rows of a sheet for ten families.
const (
	rowHeight = 20.6
	rowsFrom  = 77.0
	rowCell   = 5.0
)

// sansad draws a sheet of ten families: place, date and worker once, and the meaning of the letters and digits that are
// written in the rows.
func (s *sheet) sansad(first Number) {
	const top = 10.0
	s.write(marginX, top+2, s.t("paper.sansad"), pdf.Style{Size: 5.4, Widest: 110})
	last := first + sansadLines - 1
	s.write(marginX+width, top+2, first.String()+" – "+last.String(), pdf.Style{Size: 5, Held: pdf.Right})
	y := s.consent(top+7.6, small) + 3
	s.blank(marginX, y, 68, s.t("register.place.search"))
	s.blank(marginX+70, y, 56, s.t("paper.form_worker"))
	s.date(marginX+128, y, 4.4)
	s.pictures(marginX+width-41, y+3.6)
	s.legend(y + 7.4)
	for i := range sansadLines {
		s.row(rowsFrom+float64(i)*rowHeight, first+Number(i))
	}
	s.Rule(marginX, rowsFrom+sansadLines*rowHeight, marginX+width, rowsFrom+sansadLines*rowHeight, 0.8)
	s.footer()
}

// date has boxes for the date and the time.
func (s *sheet) date(x, y, side float64) {
	s.write(x, y, s.t("paper.form_date"), pdf.Style{Size: 2.2, Widest: 9})
	s.cells(x+9.4, y-side+0.8, side, 2, 2)
	s.write(x+33, y, s.t("paper.form_time"), pdf.Style{Size: 2.2, Widest: 8})
	s.cells(x+41.4, y-side+0.8, side, 2, 2)
}

// pictures has those of which a family chooses one, with the number of the first in each row.
func (s *sheet) pictures(x, y float64) {
	s.Draw("Marks", x, y)
	for row := range 4 {
		s.write(x-1, y+4.2+float64(row)*8.6, strconv.Itoa(6*row+1), pdf.Style{Size: 2.2, Held: pdf.Right})
	}
}

// legend states what the letters and digits in the rows mean.
func (s *sheet) legend(y float64) {
	y = s.meanings(y, "paper.form_needs", 3, len(household.Criteria), func(i int) (string, string) {
		return string(CriterionKeys[i]), "criteria." + household.Criteria[i]
	})
	y = s.meanings(y, "paper.form_house", 4, len(household.HouseTypes), func(i int) (string, string) {
		return strconv.Itoa(i + 1), "house." + string(household.HouseTypes[i])
	})
	y = s.meanings(y, "paper.form_grade", 3, grades, func(i int) (string, string) {
		return strconv.Itoa(i), "grade." + strconv.Itoa(i)
	})
	s.meanings(y, "paper.form_owner", 3, len(owners), func(i int) (string, string) {
		return strconv.Itoa(i + 1), "phone_of." + owners[i]
	})
}

// meanings writes the signs of one box with their meanings in columns, and returns the y below them.
func (s *sheet) meanings(y float64, title string, columns, n int, of func(i int) (key, label string)) float64 {
	const step, aside, wide = 3.7, 17.0, 141.0
	s.write(marginX, y, s.t(title), pdf.Style{Size: small, Widest: aside - 1})
	for i := range n {
		key, label := of(i)
		x := marginX + aside + float64(i%columns)*(wide-aside)/float64(columns)
		s.write(x, y+float64(i/columns)*step, key+"  "+s.t(label),
			pdf.Style{Size: 2.4, Widest: (wide-aside)/float64(columns) - 1})
	}
	return y + float64((n+columns-1)/columns)*step + 0.6
}

// row draws one family: who on the first line, how many, what and how badly on the second.
func (s *sheet) row(y float64, n Number) {
	s.Rule(marginX, y, marginX+width, y, 0.8)
	s.number(marginX+25, y+6.2, 4, n)
	s.label(marginX+27, y+2.6, 8, "answer.yes")
	s.Box(marginX+28, y+3.2, tick, tick)
	s.label(marginX+36, y+2.6, 62, "register.name.label")
	s.Rule(marginX+36, y+7.6, marginX+98, y+7.6, 0.4)
	s.label(marginX+101, y+2.6, 33, "register.place.landmark")
	s.Rule(marginX+101, y+7.6, marginX+133, y+7.6, 0.4)
	s.label(marginX+136, y+2.6, 40, "register.phone.number")
	s.cells(marginX+136, y+3, 4.7, 10)
	s.label(marginX+185, y+2.6, 5, "paper.form_owner")
	s.cells(marginX+185, y+3, 4.7, 1)
	s.figures(y + 9.2)
}

// figures draws the second line of a row.
func (s *sheet) figures(y float64) {
	x := marginX
	const below = 5.2
	for _, who := range counted {
		s.paragraph(x, y+1.3, 1.9, 2*rowCell+0.4, s.t("people."+who))
		s.cells(x, y+below, rowCell, 2)
		x += 2*rowCell + 1.4
	}
	for _, field := range []struct {
		key   string
		cells int
		wide  float64
	}{
		{"paper.form_needs", 4, 4 * rowCell},
		{"paper.form_house", 1, 7},
		{"paper.form_grade", 1, 7},
		{"paper.form_mark", 2, 2 * rowCell},
	} {
		s.label(x, y+3.6, field.wide, field.key)
		s.cells(x, y+below, rowCell, field.cells)
		x += field.wide + 1.6
	}
	s.label(x, y+3.6, 50, "paper.form_card")
	s.cells(x, y+below, 4.6, 4, 4, 3)
}

func (s *sheet) label(x, y, widest float64, key string) {
	s.write(x, y, s.t(key), pdf.Style{Size: 2, Widest: widest})
}
