package paper

import (
	"strconv"

	"tripol/internal/household"
	"tripol/internal/pdf"
)

// CriterionKeys are the letters beside the criteria, in their order: the office types them.
const CriterionKeys = "abcdefghijk"

var (
	counted = []string{"women", "men", "girls", "boys", "infants", "elderly", "unstated"}
	owners  = household.PhoneOwners[1:]
	grades  = 5
)

// family draws the form of one family, in the order of the phone's screens.
func (s *sheet) family(n Number) {
	const top = 12.0
	s.write(marginX, top+3, s.t("paper.form"), pdf.Style{Size: 6})
	s.write(marginX, top+9, s.t("paper.form_how"), pdf.Style{Size: small, Widest: 100})
	s.number(marginX+width-21, top+6, 8, n)
	if s.err == nil {
		s.err = s.QR(marginX+width-19, top-7, 19, n.String())
	}
	y := s.agreement(top + 18)
	y = s.named(y)
	y = s.phone(y)
	y = s.people(y)
	y = s.needs(y)
	y = s.damaged(y)
	s.signed(y)
	s.footer()
}

// agreement has the text before consent, and the answer.
func (s *sheet) agreement(y float64) float64 {
	y = s.heading(y, s.t("register.consent.title"))
	y = s.consent(y, normal) + 0.8
	for i, key := range []string{"answer.yes", "paper.form_without", "answer.no"} {
		s.option(marginX+[]float64{0, 40, 125}[i], y, []float64{40, 85, 60}[i], strconv.Itoa(i+1), s.t(key))
	}
	return y + 8
}

func (s *sheet) named(y float64) float64 {
	y = s.heading(y, s.t("register.place.title"))
	s.blank(marginX, y+2, width, s.t("register.place.search"))
	y = s.heading(y+11, s.t("register.name.title"))
	s.blank(marginX, y+2, width, s.t("register.name.label"))
	s.blank(marginX, y+11.5, width/2-3, s.t("register.place.landmark"))
	s.blank(marginX+width/2, y+11.5, width/2, s.t("register.name.also"))
	return y + 20.4
}

func (s *sheet) phone(y float64) float64 {
	y = s.heading(y, s.t("register.phone.title"))
	s.cells(marginX, y-4, cell, 5, 5)
	for i, owner := range owners {
		s.option(marginX+72+float64(i)*40, y+0.5, 40, strconv.Itoa(i+1), s.t("phone_of."+owner))
	}
	return y + 8.8
}

func (s *sheet) people(y float64) float64 {
	y = s.heading(y, s.t("register.people.title"))
	const step = width / 7
	for i, who := range counted {
		x := marginX + float64(i)*step
		s.write(x, y-1, s.t("people."+who), pdf.Style{Size: small, Widest: step - 1.5})
		s.cells(x, y, cell, 2)
	}
	return y + 12.4
}

// needs has the criteria and the house on the left, and the pictures of which the family chooses one on the right.
func (s *sheet) needs(y float64) float64 {
	const left = 134.0
	s.write(marginX+left+4, y, s.t("register.mark.title"), pdf.Style{Size: small, Widest: width - left - 4})
	s.pictures(marginX+left+8, y+3.4)
	y = s.heading(y, s.t("register.criteria.title"))
	const columns, step = 2, 5.4
	rows := (len(household.Criteria) + columns - 1) / columns
	for i, criterion := range household.Criteria {
		s.option(marginX+float64(i/rows)*left/columns, y+float64(i%rows)*step, left/columns, string(CriterionKeys[i]),
			s.t("criteria."+criterion))
	}
	y += float64(rows)*step + 0.4
	s.write(marginX, y, s.t("register.house.title"), pdf.Style{Size: normal, Widest: left})
	for i, house := range household.HouseTypes {
		s.option(marginX+float64(i)*left/4, y+5, left/4, strconv.Itoa(i+1), s.t("house."+string(house)))
	}
	return y + 14.6
}

// damaged has a column for each grade: a mud house, a brick house, and what is looked at.
func (s *sheet) damaged(y float64) float64 {
	y = s.heading(y, s.t("damage.title"))
	const step = width / 5
	for grade := range grades {
		x := marginX + float64(grade)*step
		s.option(x, y, step-1, strconv.Itoa(grade), s.t("grade."+strconv.Itoa(grade)))
		s.Draw(pictureName("mud", grade), x, y+2.6)
		s.Draw(pictureName("brick", grade), x+step/2, y+2.6)
		below := s.paragraph(x, y+20.4, 2.2, step-2, s.t("damage.look.mud."+strconv.Itoa(grade)))
		s.paragraph(x, below, 2.2, step-2, s.t("damage.look.brick."+strconv.Itoa(grade)))
	}
	return y + 38
}

// signed has the card's number, and when and by whom the form was filled in.
func (s *sheet) signed(y float64) {
	y = s.heading(y, s.t("paper.form_card"))
	s.cells(marginX, y-4, cell, 4, 4, 3)
	y = s.heading(y+10.4, s.t("paper.form_when")) + 2
	s.write(marginX, y-0.4, s.t("paper.form_date"), pdf.Style{Size: small, Widest: 16})
	s.cells(marginX+17, y-4.6, cell, 2, 2, 4)
	s.write(marginX+76, y-0.4, s.t("paper.form_time"), pdf.Style{Size: small, Widest: 14})
	s.cells(marginX+91, y-4.6, cell, 2, 2)
	s.blank(marginX+124, y, width-124, s.t("paper.form_worker"))
}
