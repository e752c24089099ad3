package card

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/disk"
	"tripol/internal/fault"
)

// Keys is the folder of private signing keys. A key is one file KKKK.seed (the key id in hex) that contains the 32-byte
// seed in hex, which only the program's account can open; the database stores public halves only. Servers that print
// for one organisation share the folder, or each prints its own batches.
type Keys struct{ dir string }

// OpenKeys opens the folder and creates it if it does not exist. It rejects a folder that other users can read.
func OpenKeys(dir string) (*Keys, error) {
	if err := disk.SecretFolder(dir); err != nil {
		return nil, fmt.Errorf("keys folder: %w", err)
	}
	return &Keys{dir: dir}, nil
}

func (k *Keys) path(kid uint16) string { return filepath.Join(k.dir, fmt.Sprintf("%04x.seed", kid)) }

// private reads one key; fs.ErrNotExist when it is on another computer.
func (k *Keys) private(kid uint16) (ed25519.PrivateKey, error) {
	text, err := os.ReadFile(k.path(kid))
	if err != nil {
		return nil, err
	}
	seed, err := hex.DecodeString(string(bytes.TrimSpace(text)))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("card key %04x: the file is damaged", kid) // errors never quote the file's content
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// create creates a key in a new file, durably before anything is signed with it. A file left by a transaction that was
// rolled back is used again.
func (k *Keys) create(kid uint16) (ed25519.PrivateKey, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := rand.Read(seed); err != nil {
		return nil, err
	}
	err := disk.WriteNew(k.path(kid), disk.Text(hex.EncodeToString(seed)+"\n"))
	if errors.Is(err, fs.ErrExist) {
		return k.private(kid)
	}
	if err != nil {
		return nil, fmt.Errorf("card key: %w", err)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// current returns the key id for new batches of an organisation: the newest whose private half is in this folder and
// matches its public half. The first batch creates one.
func (k *Keys) current(tx *db.Tx, organisation actor.OrganisationID) (uint16, error) {
	var rows []keyRow
	err := tx.Where("organisation = ?", organisation).Order("created_at DESC, kid DESC").Limit(8).Find(&rows).Error
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		private, err := k.private(row.Kid)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return 0, err
		}
		if bytes.Equal(publicOf(private), row.PublicKey) {
			return row.Kid, nil
		}
	}
	return k.first(tx, organisation)
}

// first draws random key ids until one is free.
func (k *Keys) first(tx *db.Tx, organisation actor.OrganisationID) (uint16, error) {
	const tries = 64
	for range tries {
		var drawn [2]byte
		if _, err := rand.Read(drawn[:]); err != nil {
			return 0, err
		}
		kid := binary.BigEndian.Uint16(drawn[:])
		if kid == 0 {
			continue
		}
		taken, err := keyByID(tx, kid)
		if err != nil {
			return 0, err
		}
		if taken != nil {
			continue
		}
		private, err := k.create(kid)
		if err != nil {
			return 0, err
		}
		row := keyRow{Kid: kid, Organisation: organisation, PublicKey: publicOf(private), CreatedAt: tx.Now}
		made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
		if made.Error != nil {
			return 0, made.Error
		}
		if made.RowsAffected == 1 {
			return kid, nil
		}
	}
	return 0, fault.New(fault.Conflict, "card_keys_used_up", "No free card key id was found.")
}

// Sign returns the token of a claim, signed with the key that the claim names. It is deterministic.
func (k *Keys) Sign(c TokenClaim) (string, error) {
	private, err := k.signer(c.Kid)
	if err != nil {
		return "", err
	}
	return sign(private, c)
}

// signer returns the private key of a batch.
func (k *Keys) signer(kid uint16) (ed25519.PrivateKey, error) {
	private, err := k.private(kid)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.Conflict, "card_key_elsewhere", "The key of this batch is not on this server.").
			Because(err)
	}
	return private, err
}

func publicOf(private ed25519.PrivateKey) []byte {
	return private[ed25519.SeedSize:]
}
