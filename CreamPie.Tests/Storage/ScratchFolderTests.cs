using CreamPie.Core.Storage;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Storage;

public sealed class ScratchFolderTests : IDisposable
{
    private static readonly DateTime Now = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    private readonly string _parent = Directory.CreateTempSubdirectory("creampie-scratch-").FullName;

    [Fact]
    public void Own_leftovers_of_more_than_a_day_are_removed_and_the_rest_stays()
    {
        var old = ScratchFolder.Make(_parent, "old", Now);
        File.WriteAllText(Path.Combine(old, "part"), "");
        var oldFile = Path.Combine(_parent, $"{Guid.NewGuid():N}.sqlite");
        File.WriteAllText(oldFile + "-wal", "");
        File.SetLastWriteTimeUtc(oldFile + "-wal", Now.AddHours(-25));
        var foreign = Path.Combine(_parent, "copy-by-hand.sqlite");
        File.WriteAllText(oldFile, "");
        File.WriteAllText(foreign, "");
        var young = ScratchFolder.Make(_parent, "young", Now);
        Directory.SetLastWriteTimeUtc(old, Now.AddHours(-25));
        File.SetLastWriteTimeUtc(oldFile, Now.AddHours(-25));
        File.SetLastWriteTimeUtc(foreign, Now.AddHours(-25));
        Directory.SetLastWriteTimeUtc(young, Now.AddHours(-23));

        var made = ScratchFolder.Make(_parent, "new", Now);

        Assert.Equal(
            new[] { foreign, made, young }.Order(StringComparer.Ordinal),
            Directory.EnumerateFileSystemEntries(_parent).Order(StringComparer.Ordinal));
    }

    [TmpfsFact]
    public void Folder_that_cannot_be_removed_hides_no_other_fault()
    {
        var folder = ScratchFolder.Make(_parent, "mounted", Now);
        Tmpfs.Mount(folder, "64k");

        ScratchFolder.Remove(folder);

        Assert.True(Directory.Exists(folder));
        Tmpfs.Unmount(folder);
    }

    public void Dispose() => Directory.Delete(_parent, recursive: true);
}
