// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLS_BENCH_H
#define IOMT_BLS_BENCH_H

#include "ns3/bls12-381.h"
#include "ns3/test.h"

#include <random>

namespace ns3::iomt
{

/// A test of BLS12-381 that runs once on each field arithmetic of this processor.
class BlsTestCase : public TestCase
{
  public:
    /// @param name of the test
    explicit BlsTestCase(const std::string& name)
        : TestCase(name)
    {
    }

  protected:
    /// What to test, with m_draw begun anew.
    virtual void RunOnce() = 0;

    /// @return a scalar, the same in every run
    bls::Scalar Draw()
    {
        return bls::Scalar::Random([this]() { return m_draw(); });
    }

    std::mt19937_64 m_draw; //!< where random values come from

  private:
    void DoRun() override
    {
        const std::string before = bls::Backend();
        for (const std::string& backend : bls::Backends())
        {
            bls::SetBackend(backend);
            m_draw.seed(381);
            RunOnce();
        }
        bls::SetBackend(before);
    }
};

/// @return the octets of an array or a vector in hexadecimal digits
template <class Octets>
std::string
HexOf(const Octets& octets)
{
    return ToHex(Bytes(octets.begin(), octets.end()));
}

/// @return scalars at which a ladder could go wrong
inline std::vector<bls::Scalar>
EdgeScalars()
{
    const bls::Scalar x(0xd201000000010000);
    const bls::Scalar one(1);
    std::vector<bls::Scalar> scalars{bls::Scalar(), one, bls::Scalar(2), -one, -bls::Scalar(2)};
    for (const bls::Scalar& base : {x, x * x, x * x * x, bls::Scalar(16), bls::Scalar(0x8421)})
    {
        scalars.push_back(base);
        scalars.push_back(base - one);
        scalars.push_back(base + one);
        scalars.push_back(-base);
    }
    return scalars;
}

} // namespace ns3::iomt

#endif // IOMT_BLS_BENCH_H
