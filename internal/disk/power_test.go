package disk_test

import (
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"tripol/internal/disk"
)

// errCut is the error of every operation after the power failure.
var errCut = errors.New("the power is gone")

// lossy is a simulated disk that keeps only synced data: after a power failure, the content of a file as of its last
// sync, and the names in a folder as of the folder's last sync. A disk may also have kept newer names; a name can
// then point to content that was never synced.
type lossy struct {
	left   int // operations until the power is cut; negative: it never is
	names  map[string]*inode
	synced map[string]*inode // the names as the disk has them for sure
	drawn  int
}

type inode struct {
	folder       bool
	text, synced string
}

func newLossy(left int) *lossy {
	root := &inode{folder: true}
	return &lossy{left: left, names: map[string]*inode{"/": root}, synced: map[string]*inode{"/": root}}
}

func (l *lossy) step() error {
	if l.left == 0 {
		return errCut
	}
	l.left--
	return nil
}

// after returns the files after a restart: with the newest names, or with those of their folders' last sync.
func (l *lossy) after(kindNames bool) map[string]string {
	names := l.synced
	if kindNames {
		names = l.names
	}
	found := map[string]string{}
	for name, node := range names {
		if !node.folder && names[filepath.Dir(name)] != nil {
			found[name] = node.synced
		}
	}
	return found
}

func (l *lossy) Create(folder, pattern string) (disk.File, error) {
	if err := l.step(); err != nil {
		return nil, err
	}
	if l.names[folder] == nil {
		return nil, fs.ErrNotExist
	}
	l.drawn++
	name := filepath.Join(folder, strings.Replace(pattern, "*", strconv.Itoa(l.drawn), 1))
	l.names[name] = &inode{}
	return &open{l, name, l.names[name]}, nil
}

func (l *lossy) Link(from, to string) error {
	if err := l.step(); err != nil {
		return err
	}
	if l.names[to] != nil {
		return fs.ErrExist
	}
	l.names[to] = l.names[from]
	return nil
}

func (l *lossy) Rename(from, to string) error {
	if err := l.step(); err != nil {
		return err
	}
	l.names[to] = l.names[from]
	delete(l.names, from)
	return nil
}

func (l *lossy) Remove(path string) error {
	if err := l.step(); err != nil {
		return err
	}
	delete(l.names, path)
	return nil
}

func (l *lossy) Taken(path string) bool { return l.names[path] != nil }

func (l *lossy) MakeFolder(path string) error {
	if err := l.step(); err != nil {
		return err
	}
	l.names[path] = &inode{folder: true}
	return nil
}

func (l *lossy) SyncFolder(path string) error {
	if err := l.step(); err != nil {
		return err
	}
	maps.DeleteFunc(l.synced, func(name string, _ *inode) bool { return filepath.Dir(name) == path && l.names[name] == nil })
	for name, node := range l.names {
		if filepath.Dir(name) == path {
			l.synced[name] = node
		}
	}
	return nil
}

// open is a file that is being written.
type open struct {
	on   *lossy
	name string
	node *inode
}

func (o *open) Name() string { return o.name }
func (o *open) Close() error { return nil }

func (o *open) Write(text []byte) (int, error) {
	if err := o.on.step(); err != nil {
		return 0, err
	}
	o.node.text += string(text)
	return len(text), nil
}

func (o *open) Sync() error {
	if err := o.on.step(); err != nil {
		return err
	}
	o.node.synced = o.node.text
	return nil
}

const (
	deep  = "/photos/01/one"
	whole = "all of it"
)

// writes are the functions that write durable files; before is the content until the new one is durable.
var writes = []struct {
	name   string
	before string
	write  func() error
}{
	{"a new file in a new folder", "", func() error {
		return errors.Join(disk.MakeFolder(filepath.Dir(deep)), disk.WriteNew(deep, disk.Text(whole)))
	}},
	{"a file in place of another", "the one before", func() error { return disk.WriteWhole(deep, disk.Text(whole)) }},
}

func prepared(t *testing.T, before string) *lossy {
	t.Helper()
	l := newLossy(-1)
	disk.On(t, l)
	if before == "" {
		return l
	}
	if err := errors.Join(disk.MakeFolder(filepath.Dir(deep)), disk.WriteNew(deep, disk.Text(before))); err != nil {
		t.Fatal(err)
	}
	return l
}

// B7: after a power failure at any point, a file is complete, unchanged or missing; a file that was reported as
// written is complete. Control: a file written without sync is lost or empty.
func TestB7_APowerCutLosesNoWrittenFile(t *testing.T) {
	for _, w := range writes {
		t.Run(w.name, func(t *testing.T) {
			for cut := 0; ; cut++ {
				l := prepared(t, w.before)
				l.left = cut
				err := w.write()
				for _, kind := range []bool{false, true} {
					got, is := l.after(kind)[deep]
					if err == nil && got != whole {
						t.Errorf("written, then cut (names kept %v): %q", kind, got)
					}
					if is && got != whole && got != w.before || !is && w.before != "" {
						t.Errorf("cut at step %d (names kept %v): %q, there %v", cut, kind, got, is)
					}
				}
				if err == nil {
					return
				}
				if !errors.Is(err, errCut) {
					t.Fatal(err)
				}
			}
		})
	}
	l := prepared(t, "the one before")
	if err := disk.Plainly(deep, whole); err != nil {
		t.Fatal(err)
	}
	if l.after(true)[deep] == whole || l.after(false)[deep] == whole {
		t.Error("control: a file that nobody synced outlives a power cut")
	}
}
