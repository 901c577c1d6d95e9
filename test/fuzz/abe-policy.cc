// SPDX-License-Identifier: GPL-2.0-only

// libFuzzer harness: any text as a policy; its normal form is read the same, and its shares give
// the secret to whom the formula says and to nobody else.

#include "ns3/abe-policy.h"

#include "ns3/abe-lsss.h"

#include <cstdlib>
#include <stdexcept>

using namespace ns3::iomt;

namespace
{

void
Require(bool condition)
{
    if (!condition)
    {
        std::abort();
    }
}

void
CheckAttributes(const std::string& text)
{
    try
    {
        const AbeAttributes attributes = ParseAbeAttributes(text);
        Require(ParseAbeAttributes(ToString(attributes)) == attributes);
        for (const std::string& attribute : attributes)
        {
            Require(AbePolicy::Parse(attribute).Root().attribute == attribute);
        }
    }
    catch (const std::invalid_argument&)
    {
    }
}

void
CheckShares(const AbePolicy& policy, std::size_t pick)
{
    if (policy.Leaves() > 40)
    {
        return; // rare, and slow
    }
    const AbeLsss lsss(policy);
    uint64_t state = pick;
    const auto random = [&state] { return state += 0x9e3779b97f4a7c15; };
    const bls::Scalar secret(UINT64_MAX);
    const auto shares = lsss.Share(secret, random);
    Require(shares.size() == policy.Leaves());
    AbeAttributes attributes;
    for (const std::string& attribute : policy.Attributes())
    {
        if (random() >> 62 != 0)
        {
            attributes.insert(attribute);
        }
    }
    const auto found = lsss.Reconstruct(attributes);
    Require(found.has_value() == policy.IsSatisfiedBy(attributes));
    if (found)
    {
        bls::Scalar sum;
        for (const AbeLsss::Term& term : found->terms)
        {
            sum = sum + term.coefficient * shares[term.row];
        }
        Require(sum * found->scale == secret);
    }
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const std::string text(data, data + size);
    CheckAttributes(text);
    try
    {
        const AbePolicy policy = AbePolicy::Parse(text);
        Require(AbePolicy::Parse(policy.ToString()) == policy);
        Require(policy.IsSatisfiedBy(policy.Attributes()));
        Require(!policy.IsSatisfiedBy({}));
        Require(policy.Uses() <= policy.Leaves() && policy.Leaves() <= ABE_MAX_ATTRIBUTES);
        CheckShares(policy, size);
    }
    catch (const std::invalid_argument&)
    {
    }
    return 0;
}
