package people

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"

	"golang.org/x/crypto/argon2"
	"gorm.io/gorm/clause"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/fault"
)

// The second factor: a one-time code of an authenticator app, or one of ten recovery codes on paper. It is not part of
// any entry, as passwords are not. Secrets are encrypted in the database under a key that is a file, and that no backup
// contains; recovery codes are hashed.

// recoveryCodes is the number of recovery codes of an account.
const recoveryCodes = 10

type (
	factorRow struct {
		Account      string `gorm:"primaryKey"`
		Organisation string
		Secret       []byte // encrypted
		CreatedAt    db.Instant
		ConfirmedAt  *db.Instant // nil until a first code was typed
	}
	factorStepRow struct {
		Account      string `gorm:"primaryKey"`
		Step         int64  `gorm:"primaryKey;autoIncrement:false"`
		Organisation string
		UsedAt       db.Instant
	}
	recoveryCodeRow struct {
		Account      string `gorm:"primaryKey"`
		CodeHash     []byte `gorm:"primaryKey"`
		Organisation string
		UsedAt       *db.Instant
	}
)

// TableName names the table of a row type.
func (factorRow) TableName() string       { return "second_factor" }
func (factorStepRow) TableName() string   { return "second_factor_step" }
func (recoveryCodeRow) TableName() string { return "recovery_code" }

// factorState is what an account has and must have.
type factorState struct {
	Demo      bool
	Confirmed bool // the account has a second factor
	Required  bool // its organisation requires one
}

// asked reports whether a sign-in with a password asks for the second factor, or for its setup.
func (f factorState) asked() bool { return !f.Demo && (f.Confirmed || f.Required) }

// factorStateOf reads the state of an account. Demonstration accounts are never asked.
func factorStateOf(tx *db.Tx, account string) (f factorState, err error) {
	var row accountRow
	if err := tx.Take(&row, "id = ?", account).Error; err != nil {
		return f, err
	}
	f.Demo = row.Demo
	var confirmed int64
	err = tx.Model(&factorRow{}).Where("account = ? AND confirmed_at IS NOT NULL", account).Count(&confirmed).Error
	if err != nil {
		return f, err
	}
	f.Confirmed = confirmed > 0
	setting, err := SecondFactor(tx, actor.OrganisationID(row.Organisation))
	f.Required = setting.Required
	return f, err
}

// factorKey derives the key of the secrets from the sign-in key.
func (k signInKey) factorKey() []byte {
	sum := hmac.New(sha256.New, k)
	sum.Write([]byte("second factor"))
	return sum.Sum(nil)
}

func (k signInKey) factorCipher() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k.factorKey())
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// sealSecret encrypts a secret for an account: moved to another account it cannot be decrypted.
func (k signInKey) sealSecret(account string, secret []byte) ([]byte, error) {
	aead, err := k.factorCipher()
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, aead.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil, err
	}
	return aead.Seal(nonce, nonce, secret, []byte(account)), nil
}

// openSecret decrypts a secret; `second_factor_unreadable` under another key, such as after a restore.
func (k signInKey) openSecret(account string, sealed []byte) ([]byte, error) {
	aead, err := k.factorCipher()
	if err != nil {
		return nil, err
	}
	unreadable := fault.New(fault.Conflict, "second_factor_unreadable",
		"Codes cannot be checked on this machine: use a recovery code, or have the second factor reset.").At("/code")
	if len(sealed) < aead.NonceSize() {
		return nil, unreadable
	}
	secret, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], []byte(account))
	if err != nil {
		return nil, unreadable
	}
	return secret, nil
}

// typedFactor is a code as typed: of an app, or a recovery code with its hash.
type typedFactor struct {
	totp     string
	recovery []byte
}

// recoveryHash is slow, as hashCode is, and differs by account.
func recoveryHash(account, code string) []byte {
	return argon2.IDKey([]byte(code), []byte("tripol recovery "+account), 1, 8*1024, 1, 32)
}

// check verifies a code without using it up; it returns the step of an app's code.
func (a *Authenticator) checkCode(tx *db.Tx, row factorRow, typed typedFactor) (step int64, err error) {
	if typed.recovery != nil {
		var unused int64
		err := tx.Model(&recoveryCodeRow{}).
			Where("account = ? AND code_hash = ? AND used_at IS NULL", row.Account, typed.recovery).Count(&unused).Error
		if err == nil && unused == 0 {
			return 0, wrongCode(tx.Now)
		}
		return 0, err
	}
	secret, err := a.key.openSecret(row.Account, row.Secret)
	if err != nil {
		return 0, err
	}
	step, ok := totpMatch(secret, tx.Now.Time, typed.totp)
	if !ok {
		return 0, wrongCode(tx.Now)
	}
	return step, nil
}

// useCode verifies a code and uses it up: the key of second_factor_step, or the row of a recovery code, decides between
// two uses at one moment.
func (a *Authenticator) useCode(tx *db.Tx, row factorRow, typed typedFactor) error {
	step, err := a.checkCode(tx, row, typed)
	if err != nil {
		return err
	}
	if typed.recovery != nil {
		spent := tx.Model(&recoveryCodeRow{}).
			Where("account = ? AND code_hash = ? AND used_at IS NULL", row.Account, typed.recovery).Update("used_at", tx.Now)
		if spent.Error == nil && spent.RowsAffected == 0 {
			return wrongCode(tx.Now)
		}
		return spent.Error
	}
	spent := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&factorStepRow{
		Account: row.Account, Step: step, Organisation: row.Organisation, UsedAt: tx.Now,
	})
	if spent.Error == nil && spent.RowsAffected == 0 {
		return fault.New(fault.Conflict, "second_factor_used",
			"This code has been used already: wait for the app's next one.").At("/code")
	}
	if spent.Error != nil {
		return spent.Error
	}
	outdated := totpAt(tx.Now.Time) - 4*int64(totpSkew/totpStep)
	return tx.Where("account = ? AND step < ?", row.Account, outdated).Delete(&factorStepRow{}).Error
}

// wrongCode is the fault of a wrong code. It names the server's clock, which may be the reason.
func wrongCode(now db.Instant) error {
	return fault.New(fault.Invalid, "second_factor_wrong",
		"The code is wrong, or a clock is wrong by more than ten minutes.").
		At("/code").With("at", now)
}

// confirmedFactor returns the second factor of an account, locked by the lock on the account; false without one.
func confirmedFactor(tx *db.Tx, account string) (row factorRow, found bool, err error) {
	q := tx.Where("account = ? AND confirmed_at IS NOT NULL", account).Limit(1).Find(&row)
	return row, q.RowsAffected > 0, q.Error
}

// forgetFactor deletes the second factor of an account with everything that belongs to it.
func forgetFactor(tx *db.Tx, account string) error {
	for _, row := range []any{&factorRow{}, &factorStepRow{}, &recoveryCodeRow{}} {
		if err := tx.Where("account = ?", account).Delete(row).Error; err != nil {
			return err
		}
	}
	return nil
}
