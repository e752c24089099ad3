package field

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/intake"
	"tripol/internal/media"
	"tripol/internal/people"
	"tripol/internal/seal"
)

// The most that a sealed photo and one piece of it may have.
const (
	MostPhoto = 2 << 20
	MostPiece = 256 << 10
	// LeastPiece is what each piece but the last has at least: a row for each byte would take a hundred times its size.
	LeastPiece = 256
	// photoPartsWait is how long an unfinished photo waits for its next piece.
	photoPartsWait = 30 * 24 * time.Hour
)

// uploadRow is an unfinished photo of a credential.
type uploadRow struct {
	Credential   string `gorm:"primaryKey"`
	Photo        string `gorm:"primaryKey"`
	Organisation string
	Have         int64 // bytes
	LastAt       db.Instant
}

// TableName names the table of a row type.
func (uploadRow) TableName() string { return "photo_upload" }

// photoPartRow is one piece of a photo on its way.
type photoPartRow struct {
	Photo        string `gorm:"primaryKey"`
	Start        int64  `gorm:"primaryKey;autoIncrement:false"`
	Credential   string
	Organisation string
	Body         []byte
	At           db.Instant
}

// TableName names the table of a row type.
func (photoPartRow) TableName() string { return "photo_part" }

// Piece is one piece of a sealed photo: where it begins, and what the whole will be.
type Piece struct {
	Photo  media.ID
	Offset int64
	Size   int64  // of the whole file
	SHA256 string // of the whole file, in hex
	Body   []byte
}

// Kept says how far a photo has come.
type Kept struct {
	Have int64 `json:"have"`
	Done bool  `json:"done"`
}

// PhotoHave says how far a photo of this phone has come.
func (d Door) PhotoHave(ctx context.Context, phone people.Phone, id media.ID) (k Kept, err error) {
	if !intake.CanonicalUUID(string(id)) {
		return k, fault.NotFound("photo")
	}
	err = d.Store.Read(ctx, phone.Actor, func(tx *db.Tx) error {
		if k.Done, err = media.IsThere(tx, id); err != nil || k.Done {
			return err
		}
		k.Have, err = uploaded(tx, phone, id)
		return err
	})
	return k, err
}

// uploaded gives how many bytes of an unfinished photo are here.
func uploaded(tx *db.Tx, phone people.Phone, id media.ID) (have int64, err error) {
	var rows []uploadRow
	own := tx.Where("credential = ? AND photo = ?", string(phone.Credential), string(id))
	if err := own.Find(&rows).Error; err != nil || len(rows) == 0 {
		return 0, err
	}
	return rows[0].Have, nil
}

func piecesOf(tx *db.Tx, phone people.Phone, id media.ID) (parts []photoPartRow, err error) {
	own := tx.Where("photo = ? AND credential = ?", string(id), string(phone.Credential))
	return parts, own.Order("start").Find(&parts).Error
}

// TakePiece keeps a piece of a photo. With the last one the file is opened, the picture made anew and kept under the id
// that the phone gave it. A piece that does not begin where the last one ended is `offset`, with how much is here.
func (d Door) TakePiece(ctx context.Context, phone people.Phone, photos string, in Piece) (k Kept, err error) {
	if err := in.check(); err != nil {
		return k, err
	}
	if k, err = d.PhotoHave(ctx, phone, in.Photo); err != nil || k.Done {
		return k, err
	}
	if k.Have != in.Offset {
		return k, offsetDiffers(k.Have)
	}
	err = d.Store.Write(ctx, phone.Actor, func(tx *db.Tx) error { return d.addPiece(tx, phone, in) })
	if over := overLimitOf(err); over != nil {
		err = errors.Join(over, d.noteRefusals(ctx, phone, over))
	}
	if err != nil {
		return k, err
	}
	k.Have += int64(len(in.Body))
	if k.Have < in.Size {
		return k, nil
	}
	return d.finishPhoto(ctx, phone, photos, in)
}

// addPiece stores a piece behind the ones before it.
func (d Door) addPiece(tx *db.Tx, phone people.Phone, in Piece) error {
	upload := uploadRow{
		Credential: string(phone.Credential), Photo: string(in.Photo), Organisation: string(phone.Actor.Organisation),
		LastAt: tx.Now,
	}
	if in.Offset == 0 {
		if err := d.beginUpload(tx, phone, upload); err != nil {
			return err
		}
	}
	next := map[string]any{"have": in.Offset + int64(len(in.Body)), "last_at": tx.Now}
	grown := tx.Model(&upload).Where("have = ?", in.Offset).Updates(next)
	if grown.Error != nil {
		return grown.Error
	}
	if grown.RowsAffected == 0 { // another request brought a piece meanwhile
		have, err := uploaded(tx, phone, in.Photo)
		return errors.Join(err, offsetDiffers(have))
	}
	return tx.Create(&photoPartRow{
		Photo: upload.Photo, Start: in.Offset, Credential: upload.Credential, Organisation: upload.Organisation,
		Body: in.Body, At: tx.Now,
	}).Error
}

// beginUpload gives a photo one of the credential's places for unfinished ones, unless it has one.
func (d Door) beginUpload(tx *db.Tx, phone people.Phone, upload uploadRow) error {
	begun := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&upload)
	if begun.Error != nil || begun.RowsAffected == 0 {
		return begun.Error
	}
	return d.charge(tx, phone, photosLimit, 1)
}

func offsetDiffers(have int64) error {
	return fault.New(fault.Conflict, "offset", "This piece does not begin where the last one ended.").With("have", have)
}

func (in Piece) check() error {
	switch {
	case !intake.CanonicalUUID(string(in.Photo)):
		return fault.NotFound("photo")
	case in.Size < 1 || in.Size > MostPhoto:
		return fault.New(fault.TooLarge, "photo_too_large", "A photo is smaller than this.").At("/size").
			With("most", MostPhoto)
	case len(in.Body) == 0 || len(in.Body) > MostPiece || in.Offset < 0 || in.Offset+int64(len(in.Body)) > in.Size:
		return fault.Field("/offset", "out_of_range", "This piece lies outside the photo.").With("most", MostPiece)
	case len(in.Body) < LeastPiece && in.Offset+int64(len(in.Body)) < in.Size:
		return fault.Field("/offset", "out_of_range", "This piece is too small; only the last one may be.").
			With("least", LeastPiece)
	}
	return nil
}

// finishPhoto opens a photo that has come whole. What cannot be opened, or is no picture, is forgotten with its pieces:
// the phone is told why, and may begin again.
func (d Door) finishPhoto(ctx context.Context, phone people.Phone, photos string, in Piece) (Kept, error) {
	var parts []photoPartRow
	err := d.Store.Read(ctx, phone.Actor, func(tx *db.Tx) (err error) {
		parts, err = piecesOf(tx, phone, in.Photo)
		return err
	})
	if err != nil {
		return Kept{}, err
	}
	var file []byte
	for _, p := range parts {
		file = append(file, p.Body...)
	}
	sum := sha256.Sum256(file)
	refused := error(fault.New(fault.Conflict, "photo_altered", "The photo has not come as it was sent."))
	if hex.EncodeToString(sum[:]) == in.SHA256 {
		refused = d.keepPhoto(ctx, phone, photos, in.Photo, file)
	}
	if refused != nil && fault.Of(refused) == nil {
		return Kept{}, refused
	}
	err = d.Store.Write(ctx, phone.Actor, func(tx *db.Tx) error {
		return dropUpload(tx, tx.Where("credential = ? AND photo = ?", string(phone.Credential), string(in.Photo)),
			uploadRow{Credential: string(phone.Credential), Photo: string(in.Photo)})
	})
	if err = errors.Join(refused, err); err != nil {
		return Kept{}, err
	}
	return Kept{Have: in.Size, Done: true}, nil
}

func (d Door) keepPhoto(ctx context.Context, phone people.Phone, photos string, id media.ID, file []byte) error {
	plain, err := d.Keys.Sealing.Open(file, MostPhoto)
	if errors.Is(err, seal.ErrOtherKey) {
		return fault.New(fault.Conflict, otherKey, "It is sealed to a key that this server does not hold.")
	}
	if err != nil {
		return fault.New(fault.Invalid, unreadable, "This photo cannot be opened.").Because(err)
	}
	in := media.Brought{ID: id, Picture: bytes.NewReader(plain), Beside: damage.PhotoUploaded}
	_, err = media.KeepAs(ctx, d.Store, phone.Actor, photos, in)
	return err
}

// dropUpload removes an unfinished photo that a condition still keeps, with its pieces and its place.
func dropUpload(tx *db.Tx, which *gorm.DB, upload uploadRow) error {
	gone := tx.Where(which).Delete(&uploadRow{})
	if gone.Error != nil || gone.RowsAffected == 0 {
		return gone.Error
	}
	pieces := tx.Where("photo = ? AND credential = ?", upload.Photo, upload.Credential).Delete(&photoPartRow{})
	if pieces.Error != nil {
		return pieces.Error
	}
	return credit(tx, upload.Credential, photosLimit, 1)
}

// SweepParts forgets the photos that nobody has gone on with, and parts of packs that nobody fetches any more.
func (d Door) SweepParts(ctx context.Context) error {
	return d.Store.Write(ctx, actor.System(), func(tx *db.Tx) error {
		old := db.At(tx.Now.Add(-photoPartsWait))
		var left []uploadRow
		if err := tx.Where("last_at < ?", old).Order("credential, photo").Limit(sweepSize).Find(&left).Error; err != nil {
			return err
		}
		for _, u := range left {
			still := tx.Where("credential = ? AND photo = ? AND last_at < ?", u.Credential, u.Photo, old)
			if err := dropUpload(tx, still, u); err != nil {
				return err
			}
		}
		stale := tx.Model(&packRow{}).Select("id").Where("issued_at < ?", db.At(tx.Now.Add(-partsKept)))
		return tx.Where("pack IN (?)", stale).Delete(&partRow{}).Error
	})
}
