package db

import (
	"errors"
	"io/fs"
	"os"
	"testing"

	"tripol/internal/actor"
)

// A closed database is one file, ready to be copied: an open statement would keep the connection half open and the
// write-ahead log beside it.
func TestCloseLeavesOneFile(t *testing.T) {
	path := fileWithTable(t)
	s := openPath(t, path)
	for id := 1; id <= 3; id++ {
		err := s.Write(t.Context(), actor.System(), func(tx *Tx) error { return tx.Create(&keptRow{ID: id, N: id}).Error })
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(s.write.conn.known) == 0 {
		t.Error("no statement was kept: there is nothing to close")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + "-wal"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the write-ahead log is still there: %v", err)
	}
}

// Statements that come once do not push the memory up: when there are too many, all are forgotten and learnt again.
func TestPreparedStatementsAreBounded(t *testing.T) {
	s := openPath(t, fileWithTable(t))
	err := s.Write(t.Context(), actor.System(), func(tx *Tx) error {
		for n := range 2*mostPrepared + 10 {
			ids := make([]int, n%200+1)
			var found int64
			if err := tx.Model(&keptRow{}).Where("id IN ?", ids).Where("n = ? OR n = ?", n, n).Count(&found).Error; err != nil {
				return err
			}
			if err := tx.Exec("SELECT 1 AS c" + string(rune('a'+n%26)) + "_" + string(rune('a'+n/26))).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(s.write.conn.known); n > mostPrepared {
		t.Errorf("%d statements are kept", n)
	}
}
