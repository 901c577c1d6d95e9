// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/attribute.h"
#include "ns3/object-factory.h"
#include "ns3/object.h"
#include "ns3/pointer.h"
#include "ns3/string.h"
#include "ns3/test.h"
#include "ns3/type-id.h"

#include <set>
#include <string>

using namespace ns3;

namespace
{

/// Whoever opens ns-3's configuration store finds every type of the module, described.
class TypeIdCase : public TestCase
{
  public:
    TypeIdCase()
        : TestCase("every type is registered, grouped and described")
    {
    }

  private:
    void DescribesItself(const TypeId& tid)
    {
        const std::string name = tid.GetName();
        NS_TEST_EXPECT_MSG_EQ(tid.GetGroupName(), "Iomt", "group of " << name);
        NS_TEST_EXPECT_MSG_EQ(TypeId::LookupByName(name), tid, name << " by name");
        NS_TEST_EXPECT_MSG_EQ(tid.HasParent(), true, "parent of " << name);
        for (std::size_t i = 0; i < tid.GetAttributeN(); ++i)
        {
            const auto attribute = tid.GetAttribute(i);
            NS_TEST_EXPECT_MSG_EQ(IsSentence(attribute.help),
                                  true,
                                  "help of " << name << "::" << attribute.name << ": '"
                                             << attribute.help << "'");
        }
        for (std::size_t i = 0; i < tid.GetTraceSourceN(); ++i)
        {
            const auto source = tid.GetTraceSource(i);
            NS_TEST_EXPECT_MSG_EQ(IsSentence(source.help),
                                  true,
                                  "help of " << name << "::" << source.name << ": '" << source.help
                                             << "'");
            NS_TEST_EXPECT_MSG_EQ(source.callback.rfind("ns3::", 0),
                                  0,
                                  "signature of " << name << "::" << source.name);
        }
    }

    /// Something, and a full stop at its end.
    static bool IsSentence(const std::string& help)
    {
        return help.size() > 10 && help.back() == '.';
    }

    /// Made by name, it is what it says, and takes every attribute it gives.
    void CanBeMade(const TypeId& tid)
    {
        if (!tid.HasConstructor() || !tid.IsChildOf(Object::GetTypeId()))
        {
            return;
        }
        ObjectFactory factory;
        factory.SetTypeId(tid.GetName());
        Ptr<Object> made = factory.Create();
        NS_TEST_EXPECT_MSG_EQ(made->GetInstanceTypeId(), tid, tid.GetName());
        for (std::size_t i = 0; i < tid.GetAttributeN(); ++i)
        {
            const auto attribute = tid.GetAttribute(i);
            const std::string name = tid.GetName() + "::" + attribute.name;
            StringValue value;
            NS_TEST_EXPECT_MSG_EQ(made->GetAttributeFailSafe(attribute.name, value), true, name);
            // ns-3 writes an object as its address and cannot read that.
            if (!DynamicCast<const PointerChecker>(attribute.checker))
            {
                NS_TEST_EXPECT_MSG_EQ(made->SetAttributeFailSafe(attribute.name, value),
                                      true,
                                      name);
            }
        }
        made->Dispose();
    }

    void DoRun() override
    {
        std::set<std::string> names;
        for (uint16_t i = 0; i < TypeId::GetRegisteredN(); ++i)
        {
            const TypeId tid = TypeId::GetRegistered(i);
            if (tid.GetName().rfind("ns3::iomt::", 0) == 0)
            {
                names.insert(tid.GetName().substr(11));
                DescribesItself(tid);
                CanBeMade(tid);
            }
        }
        for (const char* name : {"BleAir",
                                 "BleRadio",
                                 "BleRadioProfileOf",
                                 "BodyShadowingLoss",
                                 "BodyWorn",
                                 "Attack",
                                 "Backhaul",
                                 "Battery",
                                 "Broker",
                                 "Correspondent",
                                 "Doctor",
                                 "Eavesdropper",
                                 "Endpoint",
                                 "Firewall",
                                 "Flooder",
                                 "FrameFilter",
                                 "ForwardingHook",
                                 "ForwardingPath",
                                 "GatewayAgent",
                                 "NoAttack",
                                 "Pharmacy",
                                 "ProcessingHook",
                                 "Processor",
                                 "Provenance",
                                 "RadioMeter",
                                 "RadioProfileOf",
                                 "Replayer",
                                 "Tamperer",
                                 "Wearable"})
        {
            NS_TEST_EXPECT_MSG_EQ(names.count(name), 1, name << " is registered");
        }
    }
};

class TypeIdSuite : public TestSuite
{
  public:
    TypeIdSuite()
        : TestSuite("iomt-type-id", TestSuite::Type::UNIT)
    {
        AddTestCase(new TypeIdCase);
    }
} g_typeIdSuite;

} // namespace
