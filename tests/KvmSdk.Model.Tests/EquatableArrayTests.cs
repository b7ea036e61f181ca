namespace KvmSdk.Model.Tests;

public sealed class EquatableArrayTests
{
    [Fact]
    public void Arrays_of_equal_elements_are_equal_and_have_equal_hash_codes()
    {
        EquatableArray<string> left = ["a", "b"];
        EquatableArray<string> right = new[] { "a", "b" }.ToEquatableArray();

        Assert.True(left == right);
        Assert.False(left != right);
        Assert.True(left.Equals((object)right));
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
    }

    [Fact]
    public void Order_length_and_elements_all_count()
    {
        EquatableArray<int> array = [1, 2];

        Assert.NotEqual([2, 1], array);
        Assert.True(array != [2, 1]);
        Assert.True(array != [1]);
        Assert.True(array != [1, 2, 3]);
        Assert.True(array != [1, 3]);
        Assert.False(array.Equals("1, 2"));
    }

    [Fact]
    public void Order_changes_the_hash_code_so_that_tables_spread()
    {
        EquatableArray<int> left = [1, 2];
        EquatableArray<int> right = [2, 1];

        Assert.NotEqual(left.GetHashCode(), right.GetHashCode());
    }

    [Fact]
    public void A_default_value_is_an_empty_array()
    {
        EquatableArray<int> none = default;
        EquatableArray<int> empty = [];

        Assert.Empty(none);
        Assert.True(none == empty);
        Assert.Equal(empty.GetHashCode(), none.GetHashCode());
        Assert.Throws<IndexOutOfRangeException>(() => none[0]);
    }

    [Fact]
    public void Null_elements_compare_and_hash()
    {
        EquatableArray<string?> left = [null, "a"];
        EquatableArray<string?> right = [null, "a"];

        Assert.True(left == right);
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
        Assert.True(left != ["a", null]);
    }

    [Fact]
    public void The_array_is_a_copy()
    {
        int[] source = [1, 2];
        EquatableArray<int> created = EquatableArray.Create<int>(source);
        EquatableArray<int> converted = source.ToEquatableArray();

        source[0] = 9;

        Assert.Equal([1, 2], created);
        Assert.Equal([1, 2], converted);
    }
}
