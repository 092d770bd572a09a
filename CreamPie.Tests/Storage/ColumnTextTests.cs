using CreamPie.Core.Storage.Tables;

namespace CreamPie.Tests.Storage;

public class ColumnTextTests
{
    [Theory]
    [InlineData("abcd", "", "abcd")]
    [InlineData("abcde", "", "abcd")]
    [InlineData("abcde", "…", "abc…")]
    [InlineData("abc😀", "", "abc")]
    [InlineData("ab😀de", "", "ab😀")]
    [InlineData("ab😀de", "…", "ab…")]
    public void Long_text_is_cut_but_never_within_a_surrogate_pair(string text, string mark, string fits) =>
        Assert.Equal(fits, ColumnText.Shortened(text, longest: 4, mark));
}
