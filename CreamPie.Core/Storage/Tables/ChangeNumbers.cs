using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CreamPie.Core.Storage.Tables;

internal static class ChangeNumbers
{
    /// <summary>Set by triggers, which the migrations create.</summary>
    public static void IsSetByTrigger(this PropertyBuilder<long> change)
    {
        change.HasDefaultValue(0L);
        change.Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
        change.Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
    }
}
