// SPDX-License-Identifier: GPL-2.0-only

#include "access-link.h"

#include "ns3/battery.h"
#include "ns3/boolean.h"
#include "ns3/frame-filter.h"
#include "ns3/iomt-compat.h"
#include "ns3/lr-wpan-csmaca.h"
#include "ns3/lr-wpan-helper.h"
#include "ns3/lr-wpan-mac.h"
#include "ns3/lr-wpan-net-device.h"
#include "ns3/radio-meter.h"
#include "ns3/radio-profile-of.h"
#include "ns3/sixlowpan-helper.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace iomt
{

namespace
{

/**
 * @brief IEEE 802.15.4 and 6LoWPAN, a PAN for each site.
 *
 *     LrWpanNetDevice ─▶ FrameFilter ─▶ SixLowPanNetDevice ─▶ IPv6
 */
class LrWpanAccess : public AccessLink
{
  public:
    NetDeviceContainer Install(const NodeContainer& wearables,
                               Ptr<Node> gateway,
                               Ptr<SpectrumChannel> air) override
    {
        NodeContainer nodes(gateway);
        nodes.Add(wearables);
        m_lrWpan.SetChannel(air);
        m_radios = m_lrWpan.Install(nodes);
        m_lrWpan.IOMT_ASSOCIATE_PAN(m_radios, PAN_ID);
        SetUpMac();
        MeterRadios();
        m_filters = FrameFilter::Install(m_radios);
        for (auto filter = m_filters.Begin(); filter != m_filters.End(); ++filter)
        {
            (*filter)->SetAttribute("MaxDatagrams", UintegerValue(REASSEMBLIES));
            (*filter)->SetAttribute("ReassemblyTimeout", TimeValue(ReassemblyTimeout()));
        }
        // ns-3 elides the UDP checksum and computes it anew at the far end by default, which would
        // hide what an attacker changed; and its reassembly list has no bound.
        m_sixLowPan.SetDeviceAttribute("OmitUdpChecksum", BooleanValue(false));
        m_sixLowPan.SetDeviceAttribute("FragmentReassemblyListSize", UintegerValue(REASSEMBLIES));
        m_sixLowPan.SetDeviceAttribute("FragmentExpirationTimeout", TimeValue(ReassemblyTimeout()));
        m_ip = m_sixLowPan.Install(m_filters);
        return m_ip;
    }

    int64_t AssignStreams(int64_t stream) override
    {
        const int64_t radios = m_lrWpan.AssignStreams(m_radios, stream);
        return radios + m_sixLowPan.AssignStreams(m_ip, stream + radios);
    }

    void EnablePcap(const std::string& path) override
    {
        m_lrWpan.EnablePcap(path + ".pcap", m_radios.Get(0), true, true);
    }

    FrameCounters GetFrames() const override
    {
        return CountFrames(m_filters);
    }

    void ConnectDrops(const DropCallback& callback) override
    {
        for (auto device = m_radios.Begin(); device != m_radios.End(); ++device)
        {
            DynamicCast<LrWpanNetDevice>(*device)->GetMac()->TraceConnectWithoutContext("MacTxDrop",
                                                                                        callback);
        }
    }

    void ConnectDevice(Ptr<Node> device, const LinkEvents& events) override
    {
        // There is no link to be up or down: only frames that are acknowledged or not.
        const auto mac = DynamicCast<LrWpanNetDevice>(DeviceOf(m_radios, device))->GetMac();
        mac->TraceConnectWithoutContext("MacTx", events.taken);
        mac->TraceConnectWithoutContext("MacTxDrop", events.givenUp);
        events.changed(true);
    }

    Time GetVerdictTime() const override
    {
        // Eight attempts at a frame take 50 ms on a free channel; a reading of an ECG has five.
        return Seconds(5);
    }

  private:
    /// Sites are out of each other's hearing, so one identifier serves all.
    static constexpr uint16_t PAN_ID = 0x10a7;

    /// Datagrams put together at once. A border router has the memory for it.
    static constexpr uint16_t REASSEMBLIES = 64;

    /// RFC 4944, 5.3 allows up to 60 s; a fragment that is not here after 5 s does not come.
    static Time ReassemblyTimeout()
    {
        return Seconds(5);
    }

    /**
     * @brief Patience where many radios share a channel: the upper ends of what the standard
     * allows.
     *
     * IEEE 802.15.4-2011, table 52: macMaxFrameRetries 0–7, macMaxCSMABackoffs 0–5, macMaxBE 3–8.
     * ns-3 drops a frame for good when the channel was busy each time it looked, and with the
     * defaults of 3, 4 and 5 all looks fall into one neighbour's burst of fragments: every
     * twentieth reading was lost, even among four devices.
     */
    void SetUpMac()
    {
        for (auto device = m_radios.Begin(); device != m_radios.End(); ++device)
        {
            const auto radio = DynamicCast<LrWpanNetDevice>(*device);
            radio->GetMac()->SetMacMaxFrameRetries(7);
            radio->GetCsmaCa()->SetMacMaxBE(8);
            radio->GetCsmaCa()->SetMacMaxCSMABackoffs(5);
        }
    }

    void MeterRadios()
    {
        for (auto device = m_radios.Begin(); device != m_radios.End(); ++device)
        {
            const Ptr<Node> node = (*device)->GetNode();
            const auto profile = node->GetObject<RadioProfileOf>();
            const auto battery = node->GetObject<Battery>();
            if (profile && battery)
            {
                auto meter = CreateObject<RadioMeter>();
                meter->Meter(DynamicCast<LrWpanNetDevice>(*device), profile->Get(), battery);
                node->AggregateObject(meter);
            }
        }
    }

    LrWpanHelper m_lrWpan; //!< disposes the air when it goes: that would silence the radios
    SixLowPanHelper m_sixLowPan;
    NetDeviceContainer m_radios;
    NetDeviceContainer m_filters;
    NetDeviceContainer m_ip;
};

const bool REGISTERED = AccessLinkRegistry::Get().Add(
    "802.15.4",
    [] { return std::make_unique<LrWpanAccess>(); },
    "IEEE 802.15.4 at 2.4 GHz with 6LoWPAN, non-beacon CSMA/CA");

} // namespace

} // namespace iomt
} // namespace ns3
