using System.Diagnostics;
using CreamPie.Core.Storage.SetUp;

namespace CreamPie.Tests.Storage;

public sealed class LockFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("creampie-test-").FullName;

    private string Lock => Path.Combine(_folder, "one.lock");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lock_of_another_is_not_taken_until_it_is_given_back()
    {
        using (LockFile.Take(Lock))
            Assert.Null(LockFile.Take(Lock));
        using var again = LockFile.Take(Lock);
        Assert.NotNull(again);
    }

    [Fact]
    public void Lock_that_cannot_be_written_is_nobodys()
    {
        // A program that runs: not even root may write its file, as on a disk that is mounted read-only.
        File.Copy("/bin/sleep", Lock);
        using var program = Process.Start(Lock, "60");
        try
        {
            Assert.Throws<IOException>(() => LockFile.Take(Lock));
        }
        finally
        {
            program.Kill();
            program.WaitForExit();
        }
    }
}
