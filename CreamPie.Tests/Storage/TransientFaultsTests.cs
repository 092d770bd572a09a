using CreamPie.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Storage;

public class TransientFaultsTests
{
    [Fact]
    public void Denied_file_access_is_an_outage_like_a_full_disk()
    {
        Assert.True(TransientFaults.IsOutage(new UnauthorizedAccessException("Access to the path is denied.")));
        Assert.True(TransientFaults.IsOutage(new DbUpdateException("", new IOException("No space left on device"))));
        Assert.False(TransientFaults.IsOutage(new FormatException()));
    }
}
