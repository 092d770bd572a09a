using CreamPie.Core.Storage;
using CreamPie.Tests.Support;

namespace CreamPie.Tests.Storage;

public sealed class ScratchFolderTests : IDisposable
{
    private static readonly DateTime Now = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);

    private readonly string _parent = Directory.CreateTempSubdirectory("creampie-scratch-").FullName;

    [Fact]
    public void What_is_a_day_old_is_removed_and_the_rest_stays()
    {
        var old = ScratchFolder.Make(_parent, "old");
        File.WriteAllText(Path.Combine(old, "part"), "");
        var file = Path.Combine(_parent, "file");
        File.WriteAllText(file, "");
        var young = ScratchFolder.Make(_parent, "young");
        Directory.SetLastWriteTimeUtc(old, Now.AddHours(-25));
        File.SetLastWriteTimeUtc(file, Now.AddHours(-25));
        Directory.SetLastWriteTimeUtc(young, Now.AddHours(-23));

        ScratchFolder.Prepare(_parent, Now);

        Assert.Equal([young], Directory.EnumerateFileSystemEntries(_parent));
    }

    [TmpfsFact]
    public void Folder_that_cannot_be_removed_hides_no_other_fault()
    {
        var folder = ScratchFolder.Make(_parent, "mounted");
        Tmpfs.Mount(folder, "64k");

        ScratchFolder.Remove(folder);

        Assert.True(Directory.Exists(folder));
        Tmpfs.Unmount(folder);
    }

    public void Dispose() => Directory.Delete(_parent, recursive: true);
}
