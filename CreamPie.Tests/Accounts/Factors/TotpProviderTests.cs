using System.Text;
using CreamPie.Core.Accounts.Factors;

namespace CreamPie.Tests.Accounts.Factors;

public sealed class TotpProviderTests
{
    /// <summary>RFC 6238, appendix B; its codes have eight digits, of which the last six are ours.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Code_is_that_of_the_standard(long seconds, string expected)
    {
        var step = TotpProvider.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds));
        Assert.Equal(expected, TotpProvider.CodeOf(Encoding.ASCII.GetBytes("12345678901234567890"), step));
    }

    [Theory]
    [InlineData("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "12345678901234567890")]
    [InlineData("mzxw6ytboi", "foobar")]
    public void Key_is_read_as_base32(string text, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(Base32.Decode(text)!));

    [Fact]
    public void Text_that_is_no_base32_is_no_key() => Assert.Null(Base32.Decode("0189"));
}
