package damage

import (
	"tripol/internal/db"
	"tripol/internal/journal"
)

// Verify checks that no assessment was verified by its assessor or its typist, that a verification repeats the assessed
// grade, that its agreement flag is correct, and that a desk review had a photo. Constraints reject all but the last on
// write; this detects changes that bypassed them.
func Verify(tx *db.Tx) ([]journal.Violation, error) {
	var findings []journal.Violation
	for _, check := range []struct{ name, detail, where string }{
		{"verification_by_another", "It was verified by its assessor.", "v.verified_by = a.assessed_by"},
		{
			"verification_of_what_was_seen", "Its verification names another assessor or grade.",
			"v.assessor <> a.assessed_by OR v.assessed_grade <> a.grade",
		},
		{"verification_by_typist", "It was verified by the person who typed it.", "v.verified_by = a.typed_by"},
		{
			"verification_agreed", "The agreement flag of its verification is wrong.",
			"v.agreed <> (v.grade = a.grade)",
		},
		{
			"verification_without_photo", "It was verified by a photo, and no photo was ever stored.",
			`v.seen = 'photo' AND NOT EXISTS (SELECT 1 FROM assessment_photo p WHERE p.assessment = a.id)
				AND NOT EXISTS (SELECT 1 FROM house_photo p WHERE p.organisation = a.organisation AND p.household = a.household)`,
		},
	} {
		var ids []ID
		err := tx.Table("verification AS v").Joins("JOIN assessment AS a ON a.id = v.assessment").
			Scopes(db.OneOrganisation(tx.Actor)).Where("("+check.where+")").Order("a.id").Pluck("a.id", &ids).Error
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			findings = append(findings, journal.Violation{
				Check: check.name, Subject: "assessment:" + string(id),
				Detail: check.detail,
			})
		}
	}
	var photos []string
	ours := tx.Model(&Assessment{}).Scopes(db.OneOrganisation(tx.Actor))
	err := tx.Table("assessment_photo AS p").Joins("JOIN (?) AS a ON a.id = p.assessment", ours).
		Where(`NOT EXISTS (SELECT 1 FROM photo_evidence AS e WHERE e.organisation = a.organisation AND e.photo = p.photo)`).
		Order("p.photo").Pluck("p.photo", &photos).Error
	if err != nil {
		return nil, err
	}
	var later []string
	err = tx.Table("house_photo AS p").Scopes(db.OneOrganisation(tx.Actor)).
		Where(`NOT EXISTS (SELECT 1 FROM photo_evidence AS e WHERE e.organisation = p.organisation AND e.photo = p.photo)`).
		Order("p.photo").Pluck("p.photo", &later).Error
	for _, id := range append(photos, later...) {
		findings = append(findings, journal.Violation{
			Check: "photo_evidence", Subject: "photo:" + id, Detail: "An entry names it, but no household claims it.",
		})
	}
	return findings, err
}
