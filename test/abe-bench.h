// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ABE_BENCH_H
#define IOMT_ABE_BENCH_H

#include "ns3/abe-lsss.h"
#include "ns3/abe-policy.h"

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace ns3::iomt
{

/// Random policies and attributes of a few names, the same on every run.
class AbeBench
{
  public:
    /// How many attributes there are: a0, a1, ...
    static constexpr std::size_t POOL = 8;

    explicit AbeBench(uint64_t seed)
        : m_engine(seed)
    {
    }

    /// @return a source of random numbers, good while this object is
    AbeRandom Random()
    {
        return [this] { return m_engine(); };
    }

    /// @return 0 to below - 1
    std::size_t Below(std::size_t below)
    {
        return m_engine() % below;
    }

    /// @param depth gates one in another, at most @return a policy in which attributes repeat
    AbePolicy Policy(std::size_t depth)
    {
        if (depth == 0 || Below(3) == 0)
        {
            return AbePolicy::Parse(Name(Below(POOL)));
        }
        std::vector<AbePolicy> children;
        for (std::size_t n = 1 + Below(4); n > 0; --n)
        {
            children.push_back(Policy(depth - 1));
        }
        return AbePolicy::Threshold(1 + Below(children.size()), children);
    }

    /// @return some attributes, at least one
    AbeAttributes Attributes()
    {
        AbeAttributes attributes{Name(Below(POOL))};
        for (std::size_t i = 0; i < POOL; ++i)
        {
            if (Below(2) == 0)
            {
                attributes.insert(Name(i));
            }
        }
        return attributes;
    }

    /// @return all attributes
    static AbeAttributes Universe()
    {
        AbeAttributes attributes;
        for (std::size_t i = 0; i < POOL; ++i)
        {
            attributes.insert(Name(i));
        }
        return attributes;
    }

  private:
    static std::string Name(std::size_t i)
    {
        return "a" + std::to_string(i);
    }

    std::mt19937_64 m_engine;
};

} // namespace ns3::iomt

#endif // IOMT_ABE_BENCH_H
