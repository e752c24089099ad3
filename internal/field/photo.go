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

// The maximum sizes of a sealed photo and of one piece.
const (
	MostPhoto = 2 << 20
	MostPiece = 256 << 10
	// LeastPiece is the minimum size of each piece but the last: a row per byte would take a hundred times its size.
	LeastPiece = 256
	// photoPartsWait is how long an unfinished upload waits for its next piece.
	photoPartsWait = 30 * 24 * time.Hour
)

// uploadRow is an unfinished photo upload of a credential.
type uploadRow struct {
	Credential   string `gorm:"primaryKey"`
	Photo        string `gorm:"primaryKey"`
	Organisation string
	Have         int64 // bytes
	LastAt       db.Instant
}

// TableName names the table of a row type.
func (uploadRow) TableName() string { return "photo_upload" }

// photoPartRow is one piece of an upload.
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

// PhotoPiece is one piece of a sealed photo, with its offset and the properties of the whole file.
type PhotoPiece struct {
	Photo  media.ID
	Offset int64
	Size   int64  // of the whole file
	SHA256 string // of the whole file, in hex
	Body   []byte
}

// UploadProgress is the progress of an upload.
type UploadProgress struct {
	Have int64 `json:"have"`
	Done bool  `json:"done"`
}

// PhotoHave returns the progress of a photo of this phone.
func (d Service) PhotoHave(ctx context.Context, phone people.Phone, id media.ID) (k UploadProgress, err error) {
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

// uploaded returns the number of bytes received of an unfinished upload.
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

// AddPiece stores a piece of a photo. After the last one the file is decrypted, and the picture is re-encoded and
// stored under the phone's id for it. A piece that does not begin at the end of the previous one gives `offset` with
// the received length.
func (d Service) AddPiece(
	ctx context.Context, phone people.Phone, photos string, in PhotoPiece,
) (k UploadProgress, err error) {
	if err := in.check(); err != nil {
		return k, err
	}
	if k, err = d.PhotoHave(ctx, phone, in.Photo); err != nil || k.Done {
		return k, err
	}
	if k.Have != in.Offset {
		return k, offsetDiffers(k.Have)
	}
	err = d.Store.Write(ctx, phone.Actor, func(tx *db.Tx) error { return d.insertPiece(tx, phone, in) })
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

// insertPiece appends a piece.
func (d Service) insertPiece(tx *db.Tx, phone people.Phone, in PhotoPiece) error {
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
	if grown.RowsAffected == 0 { // a concurrent request has appended a piece
		have, err := uploaded(tx, phone, in.Photo)
		return errors.Join(err, offsetDiffers(have))
	}
	return tx.Create(&photoPartRow{
		Photo: upload.Photo, Start: in.Offset, Credential: upload.Credential, Organisation: upload.Organisation,
		Body: in.Body, At: tx.Now,
	}).Error
}

// beginUpload reserves one of the credential's places for unfinished uploads, unless the photo has one.
func (d Service) beginUpload(tx *db.Tx, phone people.Phone, upload uploadRow) error {
	begun := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&upload)
	if begun.Error != nil || begun.RowsAffected == 0 {
		return begun.Error
	}
	return d.charge(tx, phone, photosLimit, 1)
}

func offsetDiffers(have int64) error {
	return fault.New(fault.Conflict, "offset", "This piece does not begin where the last one ended.").With("have", have)
}

func (in PhotoPiece) check() error {
	switch {
	case !intake.CanonicalUUID(string(in.Photo)):
		return fault.NotFound("photo")
	case in.Size < 1 || in.Size > MostPhoto:
		return fault.New(fault.TooLarge, "photo_too_large", "The photo exceeds the limit.").At("/size").
			With("most", MostPhoto)
	case len(in.Body) == 0 || len(in.Body) > MostPiece || in.Offset < 0 || in.Offset+int64(len(in.Body)) > in.Size:
		return fault.Field("/offset", "out_of_range", "This piece is outside the photo.").With("most", MostPiece)
	case len(in.Body) < LeastPiece && in.Offset+int64(len(in.Body)) < in.Size:
		return fault.Field("/offset", "out_of_range", "This piece is too small; only the last one may be.").
			With("least", LeastPiece)
	}
	return nil
}

// finishPhoto decrypts a complete photo. If it cannot be decrypted, or is no picture, the upload is deleted and the
// fault returned: the phone may upload it again.
func (d Service) finishPhoto(
	ctx context.Context, phone people.Phone, photos string, in PhotoPiece,
) (UploadProgress, error) {
	var parts []photoPartRow
	err := d.Store.Read(ctx, phone.Actor, func(tx *db.Tx) (err error) {
		parts, err = piecesOf(tx, phone, in.Photo)
		return err
	})
	if err != nil {
		return UploadProgress{}, err
	}
	var file []byte
	for _, p := range parts {
		file = append(file, p.Body...)
	}
	sum := sha256.Sum256(file)
	refused := error(fault.New(fault.Conflict, "photo_altered", "The photo's digest differs from the announced one."))
	if hex.EncodeToString(sum[:]) == in.SHA256 {
		refused = d.keepPhoto(ctx, phone, photos, in.Photo, file)
	}
	if refused != nil && fault.Of(refused) == nil {
		return UploadProgress{}, refused
	}
	err = d.Store.Write(ctx, phone.Actor, func(tx *db.Tx) error {
		return dropUpload(tx, tx.Where("credential = ? AND photo = ?", string(phone.Credential), string(in.Photo)),
			uploadRow{Credential: string(phone.Credential), Photo: string(in.Photo)})
	})
	if err = errors.Join(refused, err); err != nil {
		return UploadProgress{}, err
	}
	return UploadProgress{Have: in.Size, Done: true}, nil
}

func (d Service) keepPhoto(ctx context.Context, phone people.Phone, photos string, id media.ID, file []byte) error {
	plain, err := d.Keys.Sealing.Open(file, MostPhoto)
	if errors.Is(err, seal.ErrOtherKey) {
		return fault.New(fault.Conflict, otherKey, "The photo is sealed to a key that this server does not have.")
	}
	if err != nil {
		return fault.New(fault.Invalid, unreadable, "This photo cannot be decrypted.").Because(err)
	}
	in := media.Brought{ID: id, Picture: bytes.NewReader(plain), Beside: damage.PhotoUploaded}
	_, err = media.KeepAs(ctx, d.Store, phone.Actor, photos, in)
	return err
}

// dropUpload deletes an unfinished upload that a condition still matches, with its pieces and its place.
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

// SweepParts deletes abandoned uploads and expired parts of packs.
func (d Service) SweepParts(ctx context.Context) error {
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
