package damage

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/media"
)

// evidenceRow is a photo with the household for which it was named first (nil: for none yet) and, once it has come, the
// digest of its picture. Naming and coming can be in either order, and whichever is second finds the other here.
type evidenceRow struct {
	Organisation actor.OrganisationID `gorm:"primaryKey"`
	Photo        media.ID             `gorm:"primaryKey"`
	Household    *household.ID
	AreaPath     string
	Entry        *journal.EntryID
	NamedBy      *actor.AccountID
	Picture      []byte
}

// pictureRow is a picture with the household for which it came first.
type pictureRow struct {
	Organisation actor.OrganisationID `gorm:"primaryKey"`
	Picture      []byte               `gorm:"primaryKey"`
	Photo        media.ID
	Household    household.ID
	AreaPath     string
}

// TableName names the table of a row type.
func (evidenceRow) TableName() string { return "photo_evidence" }
func (pictureRow) TableName() string  { return "picture_evidence" }

// The exceptions about photos. A grade counts whatever its photos are.
const (
	twoHouses = "photo_two_houses" // one picture is named for two households
	elsewhere = "photo_elsewhere"  // a photo is named that its author may not use
)

// naming is an assessment on its way that names photos.
type naming struct {
	entry  journal.Entry
	home   household.Household
	raised []journal.Exception
	own    []media.ID // that are evidence for this household first
	usable []media.ID // in the order in which they were named
}

// namePhotos claims the photos of an assessment for its household. A photo that its author may not use is refused like
// a missing one; where a phone names it, the grade has been given all the same, so the photo is left out and a person
// is told. A picture that is another household's evidence is shown with both, and a person is told.
func namePhotos(tx *db.Tx, e journal.Entry, home household.Household, ids []media.ID) (n naming, err error) {
	n = naming{entry: e, home: home}
	if len(ids) == 0 {
		return n, nil
	}
	claims, err := n.claim(tx, ids)
	if err != nil {
		return n, err
	}
	photos, err := media.Some(tx, ids)
	if err != nil {
		return n, err
	}
	left := 0
	for i, id := range ids {
		photo, here := photos[id]
		usable, err := n.judge(tx, claims[id], photo, here)
		if err != nil {
			return n, err
		}
		switch {
		case usable:
			n.usable = append(n.usable, id)
		case e.Credential == "":
			return n, media.NotFound().At("/photos/" + strconv.Itoa(i))
		default:
			left++
		}
	}
	if left > 0 {
		n.raised = append(n.raised, photoElsewhere(e.ID, home.ID, home.AreaPath, left))
	}
	return n, journal.Raise(tx, n.raised...)
}

// claim makes photos this household's evidence unless they are another's, and returns whose they are.
func (n *naming) claim(tx *db.Tx, ids []media.ID) (map[media.ID]evidenceRow, error) {
	rows := make([]evidenceRow, len(ids))
	for i, id := range slices.Sorted(slices.Values(ids)) {
		rows[i] = evidenceRow{
			Organisation: n.home.Organisation, Photo: id, Household: &n.home.ID, AreaPath: n.home.AreaPath, Entry: &n.entry.ID,
			NamedBy: &tx.Actor.Account,
		}
	}
	free := "CASE WHEN photo_evidence.household IS NULL THEN excluded."
	kept := " ELSE photo_evidence."
	set := map[string]any{}
	for _, column := range []string{"household", "area_path", "entry", "named_by"} {
		set[column] = gorm.Expr(free + column + kept + column + " END")
	}
	err := tx.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "organisation"}, {Name: "photo"}}, DoUpdates: clause.Assignments(set),
	}).Create(&rows).Error
	if err != nil {
		return nil, err
	}
	var found []evidenceRow
	err = tx.Where("organisation = ? AND photo IN ?", n.home.Organisation, ids).Find(&found).Error
	claims := make(map[media.ID]evidenceRow, len(found))
	for _, row := range found {
		claims[row.Photo] = row
	}
	return claims, err
}

// judge reports whether the author may use a photo for this household: one that is this household's already, or
// another's within reach, or one of nobody's that has not come yet or that they brought themselves.
func (n *naming) judge(tx *db.Tx, claim evidenceRow, photo media.Photo, here bool) (usable bool, err error) {
	fresh := *claim.Entry == n.entry.ID
	switch {
	case fresh && here && photo.KeptBy != tx.Actor.Account:
		return false, release(tx, claim)
	case *claim.Household == n.home.ID:
		n.own = append(n.own, claim.Photo)
	default:
		if usable, err = reaches(tx, *claim.Household); err != nil || !usable {
			return false, err
		}
		n.raised = append(n.raised, photoOfTwo(n.entry.ID, place{*claim.Household, claim.AreaPath}, n.place()))
	}
	if fresh && here {
		x, err := claimPicture(tx, claim, photo.SHA256)
		n.raised = append(n.raised, x...)
		return true, err
	}
	return true, nil
}

func (n *naming) place() place { return place{n.home.ID, n.home.AreaPath} }

// release takes a claim back: the photo is evidence for nobody.
func release(tx *db.Tx, claim evidenceRow) error {
	nothing := map[string]any{"household": nil, "area_path": "", "entry": nil, "named_by": nil}
	return tx.Model(&evidenceRow{}).Where("organisation = ? AND photo = ?", claim.Organisation, claim.Photo).
		Updates(nothing).Error
}

// reaches reports whether a household is in the actor's scope.
func reaches(tx *db.Tx, id household.ID) (bool, error) {
	var n int64
	err := household.ScopedIDs(tx, "/").Where("id = ?", id).Count(&n).Error
	return n > 0, err
}

// claimPicture makes a picture its household's; one that is another's is an exception.
func claimPicture(tx *db.Tx, claim evidenceRow, digest []byte) ([]journal.Exception, error) {
	row := pictureRow{
		Organisation: claim.Organisation, Picture: digest, Photo: claim.Photo, Household: *claim.Household,
		AreaPath: claim.AreaPath,
	}
	made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if made.Error != nil || made.RowsAffected == 1 {
		return nil, made.Error
	}
	var first pictureRow
	err := tx.Where("organisation = ? AND picture = ?", claim.Organisation, digest).Take(&first).Error
	if err != nil || first.Household == *claim.Household {
		return nil, err
	}
	x := photoOfTwo(*claim.Entry, place{first.Household, first.AreaPath}, place{*claim.Household, claim.AreaPath})
	return []journal.Exception{x}, nil
}

// Arrived is called with a photo in the transaction that keeps it. One that was named before by somebody else than the
// person who brings it is nobody's evidence, and a person is told. One of a household that was erased since, or that
// says no to photos, is erased at once.
func Arrived(tx *db.Tx, photo media.Photo) error {
	row := evidenceRow{Organisation: photo.Organisation, Photo: photo.ID, Picture: photo.SHA256}
	err := tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "organisation"}, {Name: "photo"}},
		DoUpdates: clause.AssignmentColumns([]string{"picture"}),
	}).Create(&row).Error
	if err != nil {
		return err
	}
	var claim evidenceRow
	err = tx.Where("organisation = ? AND photo = ?", photo.Organisation, photo.ID).Take(&claim).Error
	switch {
	case err != nil || claim.Household == nil:
		return err
	case *claim.NamedBy != photo.KeptBy:
		x := photoElsewhere(*claim.Entry, *claim.Household, claim.AreaPath, 1)
		if err := journal.Raise(tx, x); err != nil {
			return err
		}
		return release(tx, claim)
	}
	raised, err := claimPicture(tx, claim, photo.SHA256)
	if err == nil {
		err = journal.Raise(tx, raised...)
	}
	if err != nil {
		return err
	}
	return dropUnwanted(tx, claim)
}

// dropUnwanted erases a photo whose household wants none, or is not there any more. The lock makes an erasure or a
// refusal that runs beside it wait, and see the photo.
func dropUnwanted(tx *db.Tx, claim evidenceRow) error {
	if _, err := household.Hold(tx, *claim.Household); err != nil && fault.Of(err) == nil {
		return err
	}
	unwanted, err := household.Refuses(tx, *claim.Household, household.PurposePhoto)
	if err != nil {
		return err
	}
	var erased int64
	if err := household.ErasedIDs(tx).Where("id = ?", *claim.Household).Count(&erased).Error; err != nil {
		return err
	}
	if !unwanted && erased == 0 {
		return nil
	}
	return media.Erase(tx, *claim.Entry, []media.ID{claim.Photo})
}

// MaySee refuses a photo that the actor may not see, like a missing one: it is visible where its household is, and
// while it is nobody's evidence to the person who brought it. All is asked whatever the first answers are, so that the
// time tells nothing.
func MaySee(tx *db.Tx, id media.ID) error {
	photos, err := media.Some(tx, []media.ID{id})
	if err != nil || !household.ID(id).WellFormed() {
		return errors.Join(err, media.NotFound())
	}
	shown, err := inReach(tx, []media.ID{id})
	if err != nil {
		return err
	}
	var claimed int64
	err = tx.Model(&evidenceRow{}).Scopes(db.OneOrganisation(tx.Actor)).Where("photo = ? AND household IS NOT NULL", id).
		Count(&claimed).Error
	if err != nil {
		return err
	}
	photo, here := photos[id]
	brought := claimed == 0 && photo.KeptBy == tx.Actor.Account
	if !here || !shown[id] && !brought {
		return media.NotFound()
	}
	return nil
}

// inReach returns those of the photos whose household is in the actor's scope.
func inReach(tx *db.Tx, ids []media.ID) (map[media.ID]bool, error) {
	shown := make(map[media.ID]bool, len(ids))
	for part := range slices.Chunk(ids, chunk) {
		var found []media.ID
		err := tx.Model(&evidenceRow{}).Scopes(db.OneOrganisation(tx.Actor)).Where("photo IN ?", part).
			Where("household IN (?)", household.ScopedIDs(tx, "/")).Pluck("photo", &found).Error
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			shown[id] = true
		}
	}
	return shown, nil
}

// hideElsewhere leaves out of assessments the photos whose household is not in the actor's scope.
func hideElsewhere(tx *db.Tx, records []Record) error {
	var ids []media.ID
	for _, r := range records {
		ids = append(ids, r.Photos...)
	}
	shown, err := inReach(tx, ids)
	for i := range records {
		records[i].Photos = slices.DeleteFunc(records[i].Photos, func(id media.ID) bool { return !shown[id] })
	}
	return err
}

// place is a household with the path of the area where it lived.
type place struct {
	household household.ID
	path      string
}

// photoOfTwo is visible to those alone who may see both households.
func photoOfTwo(entry journal.EntryID, first, second place) journal.Exception {
	return journal.Exception{
		Kind: twoHouses, Entry: entry, AreaPath: commonPath(first.path, second.path),
		Details: map[string]any{"first_household": first.household, "second_household": second.household},
	}
}

func photoElsewhere(entry journal.EntryID, home household.ID, path string, photos int) journal.Exception {
	return journal.Exception{
		Kind: elsewhere, Entry: entry, AreaPath: path, Details: map[string]any{"second_household": home, "photos": photos},
	}
}

// commonPath is the path of the smallest area in which both lie.
func commonPath(a, b string) string {
	common := "/"
	for part := range strings.SplitSeq(strings.Trim(a, "/"), "/") {
		if part == "" || !strings.HasPrefix(b, common+part+"/") {
			break
		}
		common += part + "/"
	}
	return common
}
