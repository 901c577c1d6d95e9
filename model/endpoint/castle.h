// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CASTLE_H
#define IOMT_CASTLE_H

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ns3::iomt
{

/// An interval, its ends included: of a quasi-identifier.
struct CastleRange
{
    double low{0};
    double high{0};

    bool operator==(const CastleRange& other) const
    {
        return low == other.low && high == other.high;
    }

    bool operator<(const CastleRange& other) const
    {
        return low != other.low ? low < other.low : high < other.high;
    }
};

/// A generalisation: one interval for each quasi-identifier.
using CastleRanges = std::vector<CastleRange>;

/// What enters: something about a person.
struct CastleTuple
{
    uint64_t id{0};            //!< the caller's, for the way out
    std::string person;        //!< whom it is about; never published
    std::vector<double> quasi; //!< quasi-identifiers, such as age
    std::string sensitive;     //!< what is published as it is
};

/// What became of a tuple.
struct CastleOutput
{
    enum Fate
    {
        PUBLISHED, //!< with its cluster
        REUSED,    //!< with the generalisation of a cluster published before
        SUPPRESSED //!< never published
    };

    CastleTuple tuple;
    Fate fate{SUPPRESSED};
    CastleRanges ranges; //!< stand for the quasi-identifiers; empty if suppressed
    double loss{0};      //!< of that generalisation, 0 to 1
    uint64_t cluster{0}; //!< number of the published cluster; 0 if suppressed
};

/// @param fate of a tuple @return "published", "reused", "suppressed"
const char* ToString(CastleOutput::Fate fate);

/// How CASTLE is set.
struct CastleParameters
{
    uint32_t k{5};      //!< distinct persons in what is published, at least
    uint32_t delta{10}; //!< a tuple leaves at the latest when so many have come after it
    uint32_t beta{5};   //!< open clusters, at most
    uint32_t mu{5};     //!< published clusters whose mean loss is the threshold tau
    uint32_t l{1};      //!< distinct sensitive values in what is published, at least
};

/**
 * @brief CASTLE: continuously anonymising data streams (Cao, Carminati, Ferrari and Tan, IEEE TDSC
 * 8(3), 2011; the algorithm from memory), with k-anonymity and l-diversity.
 *
 *     tuple ─▶ open clusters ─┬─ waited delta, k persons, l values ─▶ published, split at 2 k
 *                             ├─ covered by a published cluster ────▶ published with its ranges
 *                             ├─ a laggard, or too few in all ──────▶ suppressed
 *                             └─ else merged with the nearest until it holds ─▶ published
 *
 * The loss of a cluster is the mean over quasi-identifiers of its range by that of the domain.
 * A tuple enters the open cluster that grows least among those whose loss stays within tau, the
 * mean loss of the latest mu published ones; if there is none, a new cluster while there are fewer
 * than beta; else the one that grows least. Clusters with a loss beyond tau are not used again.
 *
 * Where the paper draws lots, this takes the first by loss, size and number: the same stream gives
 * the same output. Each quasi-identifier that is looked at is counted as a SAMPLE.
 */
class Castle
{
  public:
    /**
     * @param parameters all at least 1
     * @param domain range of each quasi-identifier
     * @throws std::invalid_argument naming the parameter or the range
     */
    Castle(const CastleParameters& parameters, CastleRanges domain);

    /**
     * @brief A tuple came.
     * @param tuple its quasi-identifiers lie in the domain
     * @return what leaves now, in the order of arrival within a cluster
     * @throws std::invalid_argument if the quasi-identifiers do not fit the domain
     */
    std::vector<CastleOutput> Insert(const CastleTuple& tuple);

    /// @return tuples that neither left nor were suppressed
    std::size_t GetWaiting() const;
    /// @param ranges any @return their loss, 0 to 1
    double Loss(const CastleRanges& ranges) const;

  private:
    struct Cluster
    {
        std::set<uint64_t> members; //!< positions
        CastleRanges ranges;
    };

    using Clusters = std::map<uint64_t, Cluster>; //!< by number, as they were opened

    struct Live
    {
        CastleTuple tuple;
        uint64_t cluster{0};
    };

    using Outputs = std::vector<CastleOutput>;

    void Check(const CastleTuple& tuple) const;
    void Place(uint64_t position);
    void Expire(uint64_t position, Outputs& outputs);
    bool Reuse(uint64_t position, Outputs& outputs);
    bool IsHopeless(const Cluster& cluster) const;
    void Merge(uint64_t number);
    void Publish(uint64_t number, Outputs& outputs);
    std::vector<Cluster> Split(const Cluster& cluster) const;
    void Join(std::vector<Cluster>& parts) const;
    void Leave(uint64_t position);

    std::size_t Persons(const std::set<uint64_t>& members) const;
    std::size_t Values(const std::set<uint64_t>& members) const;
    bool IsGood(const Cluster& cluster) const;
    Cluster MakeCluster(const std::set<uint64_t>& members) const;
    CastleRanges PointOf(uint64_t position) const;
    double Enlargement(const CastleRanges& ranges, const CastleRanges& by) const;

    CastleParameters m_parameters;
    CastleRanges m_domain;
    uint64_t m_arrived{0};
    uint64_t m_lastCluster{0};
    uint64_t m_lastPublished{0};
    std::map<uint64_t, Live> m_live;              //!< by position in the stream, from 1
    Clusters m_open;                              //!< the paper's Γ
    std::map<CastleRanges, uint64_t> m_published; //!< the paper's Ω, to the number of the cluster
    std::deque<double> m_losses;                  //!< of the latest published, at most mu
};

} // namespace ns3::iomt

#endif // IOMT_CASTLE_H
