namespace KvmSdk.Model.Spec;

/// <summary>The pages of the host that a machine's RAM is made of. Few large pages are mapped and translated faster; many small ones waste less.</summary>
public enum HugePages
{
    /// <summary>
    /// What the host does with memory of which nobody says anything
    /// (<c>/sys/kernel/mm/transparent_hugepage/enabled</c>): 2 MiB pages where it says <c>always</c>, else 4 KiB pages.
    /// </summary>
    Automatic,

    /// <summary>4 KiB pages, whatever the host's setting: a guest that touches little occupies little.</summary>
    None,

    /// <summary>
    /// 2 MiB pages where the host has them whole, else 4 KiB pages (<c>MADV_HUGEPAGE</c>). RAM that the guest touches becomes resident in
    /// steps of 2 MiB; a host whose setting is <c>never</c> gives small pages.
    /// </summary>
    Transparent,

    /// <summary>
    /// 2 MiB pages from the pool that the host's administrator reserved (hugetlb, <c>MAP_HUGETLB</c>), all of them taken at start. They
    /// are never swapped or split. RAM must be a multiple of 2 MiB.
    /// </summary>
    HugeTlb2MiB,
}
